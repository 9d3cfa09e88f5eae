//! PDF documents, read by the real program in a child process of its own.

use super::headless_run::Folder;

/// One page with lines of text, without a table: a reader finds the objects by themselves.
pub fn page(lines: &[&str]) -> Vec<u8> {
    let shown: String = lines.iter().flat_map(|line| ["(", line, ") Tj T* "]).collect();
    let content = format!("BT /F 12 Tf 60 780 Td 14 TL {shown}ET");
    let length = content.len();
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>\nendobj\n\
         4 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n\
         5 0 obj\n<< /Length {length} >>\nstream\n{content}\nendstream\nendobj\n\
         trailer\n<< /Root 1 0 R /Size 6 >>\nstartxref\n0\n%%EOF\n"
    )
    .into_bytes()
}

#[test]
fn a_document_is_read() {
    let folder = Folder::new(&[]);
    let text =
        ["Le maire a promis mardi devant le conseil municipal que le pont rou-", "vrirait au printemps prochain."];
    folder.write("pont.pdf", &page(&text));
    let run = folder.run("show pont.pdf").silently(0);
    let words: Vec<&str> = run.out.split_whitespace().collect();
    assert!(words.join(" ").contains("que le pont rouvrirait au printemps prochain."), "{}", run.out);
}

#[test]
fn what_is_no_document_says_so_and_costs_nothing_else() {
    let folder = Folder::new(&[(
        "autre.txt",
        "Une autre nouvelle\n\nElle tient en une phrase, que voici, et rien ne l’arrête.\n",
    )]);
    folder.write("vide.pdf", &page(&[]));
    folder.write("cassé.pdf", b"%PDF-1.7\nnothing that could be a page");
    let run = folder.run("list .");
    assert!(run.out.contains("Une autre nouvelle"), "{}", run.out);
    assert!(run.err.contains("cassé.pdf: This PDF is damaged"), "{}", run.err);
    assert!(run.err.contains("vide.pdf: The one page of this PDF holds no text."), "{}", run.err);
}

#[test]
fn nobody_learns_of_the_child_by_its_argument() {
    let folder = Folder::new(&[]);
    let run = folder.run("__read-pdf");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("refused\tThis PDF is damaged"), "{}", run.out);
}
