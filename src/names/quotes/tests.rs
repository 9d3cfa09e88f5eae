//! Small texts, French and English, with who says what in each.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::document::{Article, ArticleBuilder, BlockKind};
use crate::names::{ArticleNames, analyse};

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    text.lines().for_each(|line| _ = builder.block(BlockKind::Paragraph, line));
    builder.finish("x")
}

/// Checks that `text` has these quotations, each as `speaker (cue): what is said`, `?` for nobody known.
fn check(text: &str, expected: &[&str]) {
    let article = article(text);
    let names = analyse(&article);
    let mut found = Vec::new();
    for quotation in names.quotations() {
        let who = quotation.speaker.map_or("?", |who| names.locals()[who.0 as usize].name());
        let mut line = who.to_owned();
        if let Some(cue) = quotation.cue {
            let _ = write!(line, " ({})", cue.of(article.text()));
        }
        let _ = write!(line, ": {}", quotation.said.of(article.text()).replace("\n\n", " / "));
        found.push(line);
    }
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn a_verb_behind_a_quotation_tells_its_subject() {
    check(
        "« Nous partirons demain », a déclaré mardi à Lyon la ministre des Transports Odile Krempf.",
        &["Odile Krempf (a déclaré): Nous partirons demain"],
    );
    check(
        "« Rien ne presse », a assuré le porte-parole de la mairie, Gérard Vautel, lors d’une réunion.",
        &["Gérard Vautel (a assuré): Rien ne presse"],
    );
    check("« Tout va bien », nous confie Mme Trenquet.", &["Trenquet (nous confie): Tout va bien"]);
    check("« Les stocks baissent vite », prévient l’ONU.", &["ONU (prévient): Les stocks baissent vite"]);
    check("« C’est trop tard », regrette un voisin.", &["? (regrette): C’est trop tard"]);
    // Whose brother he is, is not who speaks.
    check("« Il ira loin », assure le frère de Gérard Vautel.", &["? (assure): Il ira loin"]);
}

#[test]
fn a_verb_before_a_quotation_tells_its_subject() {
    check("Odile Krempf a répondu : « Nous verrons bien. »", &["Odile Krempf (a répondu): Nous verrons bien."]);
    check(
        "Gérard Vautel, maire de Lyon, estime que « la ligne sera fermée avant l’été ».",
        &["Gérard Vautel (estime): la ligne sera fermée avant l’été"],
    );
    check(
        "Le maire de Lyon, Gérard Vautel, a dénoncé mardi « une décision prise sans personne ».",
        &["Gérard Vautel (a dénoncé): une décision prise sans personne"],
    );
    check(
        "Comme le rappelle Odile Krempf, « personne n’avait rien demandé ».",
        &["Odile Krempf (Comme le rappelle): personne n’avait rien demandé"],
    );
    check("Gérard Vautel se dit « confiant ».", &["Gérard Vautel (se dit): confiant"]);
    check("Gérard Vautel : « Je ne regrette rien de tout cela »", &["Gérard Vautel: Je ne regrette rien de tout cela"]);
}

#[test]
fn selon_and_according_to_cite() {
    check("Selon Odile Krempf, « la gare rouvrira en juin ».", &["Odile Krempf (Selon): la gare rouvrira en juin"]);
    check(
        "Le pont serait « bon à démolir », selon le préfet Gérard Vautel.",
        &["Gérard Vautel (selon): bon à démolir"],
    );
    check(
        "According to Maud Ellerby, \"the bridge was never safe\".",
        &["Maud Ellerby (According to): the bridge was never safe"],
    );
}

#[test]
fn the_teller_may_stand_inside() {
    check(
        "« Nous avons attendu, a raconté Odile Krempf, et personne n’est venu. »",
        &["Odile Krempf (a raconté): Nous avons attendu", "Odile Krempf (a raconté): et personne n’est venu."],
    );
    check(
        "Odile Krempf attendait. « C’est long, soupire-t-elle. Très long. »",
        &["Odile Krempf (soupire-t-elle): C’est long", "Odile Krempf (soupire-t-elle): Très long."],
    );
    check(
        "« Encore un jour », dit Odile Krempf, « et nous partons. »",
        &["Odile Krempf (dit): Encore un jour", "Odile Krempf (dit): et nous partons."],
    );
}

#[test]
fn english_tells_on_either_side() {
    check("“The bridge is closed,” said Mr Pryce.", &["Pryce (said): The bridge is closed,"]);
    check("\"We waited all night,\" Maud Ellerby said.", &["Maud Ellerby (said): We waited all night,"]);
    check(
        "“It broke,” said Maud Ellerby, “and nobody came.”",
        &["Maud Ellerby (said): It broke,", "Maud Ellerby (said): and nobody came."],
    );
    check("Maud Ellerby warned: “It will break again.”", &["Maud Ellerby (warned): It will break again."]);
    check(
        "Maud Ellerby told reporters that the plan was “a bad joke indeed”.",
        &["Maud Ellerby (told): a bad joke indeed"],
    );
    check(
        "Maud Ellerby rose. “I told them,” she said. “They laughed at it.”",
        &["Maud Ellerby (said): I told them,", "Maud Ellerby: They laughed at it."],
    );
    check("‘We don’t know,’ Maud Ellerby said.", &["Maud Ellerby (said): We don’t know,"]);
}

#[test]
fn somebody_goes_on_where_nothing_comes_between() {
    check(
        "« Nous partons », dit Odile Krempf.\n« Personne ne nous retient. »",
        &["Odile Krempf (dit): Nous partons", "Odile Krempf: Personne ne nous retient."],
    );
    check(
        "« Nous partons », dit Odile Krempf. La nuit tombe.\n« Personne ne nous retient. »",
        &["Odile Krempf (dit): Nous partons", "?: Personne ne nous retient."],
    );
    check(
        "« Je l’ai vu tomber.\nPersonne n’a bougé », raconte Odile Krempf.",
        &["Odile Krempf (raconte): Je l’ai vu tomber. / Personne n’a bougé"],
    );
    check(
        "“We heard it first,” said Maud Ellerby. “It was like rain.\n“Then it stopped.”",
        &[
            "Maud Ellerby (said): We heard it first,",
            "Maud Ellerby: It was like rain.",
            "Maud Ellerby: Then it stopped.",
        ],
    );
}

#[test]
fn a_word_at_arms_length_between_hands_no_speaker_on() {
    check(
        "« Rien ne presse », dit Odile Krempf. Le « clan » attend et estime que « tout est joué d’avance ».",
        &["Odile Krempf (dit): Rien ne presse", "? (estime): tout est joué d’avance"],
    );
}

#[test]
fn a_pronoun_is_somebody_only_where_one_can_be_meant() {
    check(
        "Odile Krempf a reçu Gérard Vautel. « Tout reste à faire », a-t-elle dit.",
        &["Odile Krempf (a-t-elle dit): Tout reste à faire"],
    );
    check(
        "Jean Roy a reçu Gérard Vautel. « Tout reste à faire », a-t-il dit.",
        &["? (a-t-il dit): Tout reste à faire"],
    );
    check(
        "Le frère de Gérard Vautel est venu. « Tout reste à faire », a-t-il dit.",
        &["? (a-t-il dit): Tout reste à faire"],
    );
    check("« Tout reste à faire », ont-ils dit.", &["? (ont-ils dit): Tout reste à faire"]);
}

#[test]
fn titles_nicknames_and_words_at_arms_length_are_no_quotations() {
    for text in [
        "Le soi-disant « accord » de Lyon n’engage que Gérard Vautel.",
        "Gérard Vautel, dit « Le Grand », a rouvert le cinéma « Le Rex ».",
        "L’association « Les Amis du lac » annonce sa fermeture.",
        "Odile Krempf présente « La Traviata » mardi, et son livre intitulé : « Une vie de gare ».",
        "Le film « Les Années grises », a annoncé mardi Odile Krempf, sortira en mai.",
        "The so-called \"deal\" was signed by Maud Ellerby in \"Hamlet\".",
        "Une semaine « verte » pour les « plus de 65 ans ».",
        "— du pain\n— du beurre\n— trois œufs",
    ] {
        check(text, &[]);
    }
}

#[test]
fn dialogue_stands_behind_dashes() {
    check(
        "— Tu viens ? demande Odile Krempf.\n— Pas encore.\nLa nuit tombe.",
        &["Odile Krempf (demande): Tu viens ?", "?: Pas encore."],
    );
}

#[test]
fn a_wall_of_marks_costs_no_more_than_its_length() {
    for piece in
        ["«", "\"", "« a », dit Jean Roy, ", "“a ‘b ", "« a -t -il ", "a\n« b", "— a, dit-il\n", "« a, dit-il, "]
    {
        let text = piece.repeat(1_000_000 / piece.len());
        let article = article(&text);
        let start = Instant::now();
        let found = quotations(&Tokenised::new(&article), &[], &[]);
        assert!(start.elapsed() < Duration::from_secs(20), "{piece}: {:?}, {} found", start.elapsed(), found.len());
    }
}

fn holds(names: &ArticleNames, text: &str) {
    let mut at = 0;
    for quotation in names.quotations() {
        assert!(quotation.said.start() >= at && !quotation.said.is_empty());
        at = quotation.said.end();
        assert!(quotation.speaker.is_none_or(|who| (who.0 as usize) < names.locals().len()));
    }
    assert!(names.fits(text));
}

proptest! {
    #[test]
    fn any_text_gives_quotations_in_order(
        text in "(?s)(« | »|“|”|\"|‘|’|— |, |\\. |: |\n|dit-il|a -t -il dit|said |selon |que |Jean Roy |Odile Krempf |elle |le maire |é|日|[a-z]{1,6} ){0,50}|.{0,80}",
    ) {
        let article = article(&text);
        holds(&analyse(&article), article.text());
    }
}
