//! A graph of companions in GEXF 1.3, as Gephi and networkx read it.

use std::io::{self, Write};

use super::companions::{Company, Graph};
use super::xml::escape;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta>
    <creator>Kiosque</creator>
    <description>Who is named together with whom</description>
  </meta>
  <graph defaultedgetype="undirected" mode="static">
    <attributes class="node" mode="static">
      <attribute id="kind" title="kind" type="string"/>
      <attribute id="mentions" title="mentions" type="integer"/>
      <attribute id="articles" title="articles" type="integer"/>
    </attributes>
    <attributes class="edge" mode="static">
      <attribute id="articles" title="articles" type="integer"/>
      <attribute id="sentences" title="sentences" type="integer"/>
    </attributes>
"#;

/// Writes the graph of the `top` most named; returns how many nodes.
pub(super) fn write(company: &Company, top: usize, out: &mut dyn Write) -> io::Result<usize> {
    let Graph { nodes, edges } = company.graph(top);
    out.write_all(HEAD.as_bytes())?;
    writeln!(out, "    <nodes>")?;
    for node in &nodes {
        let value = |of: &str, value: &str| format!("<attvalue for=\"{of}\" value=\"{value}\"/>");
        let values = [
            value("kind", node.who.kind.name()),
            value("mentions", &node.mentions.to_string()),
            value("articles", &node.articles.to_string()),
        ];
        let (id, label) = (node.who.key(), escape(&node.who.name));
        writeln!(out, "      <node id=\"{id}\" label=\"{label}\"><attvalues>{}</attvalues></node>", values.concat())?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    for (at, edge) in edges.iter().enumerate() {
        let (source, target) = (nodes[edge.a].who.key(), nodes[edge.b].who.key());
        let (articles, sentences) = (edge.articles, edge.sentences);
        write!(out, "      <edge id=\"{at}\" source=\"{source}\" target=\"{target}\" weight=\"{articles}\">")?;
        write!(out, "<attvalues><attvalue for=\"articles\" value=\"{articles}\"/>")?;
        writeln!(out, "<attvalue for=\"sentences\" value=\"{sentences}\"/></attvalues></edge>")?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    Ok(nodes.len())
}
