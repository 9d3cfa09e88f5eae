//! Lines that belong to the page and not to the article: adverts, share and subscription links, counters.
//!
//! Only short lines that stand alone are judged, folded, against lists of whole lines and of beginnings that no
//! sentence of an article has. A wrong yes hides text from a reader, a wrong no shows one line too many: in doubt,
//! no.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold::fold;

/// A longer line is text, whatever it begins with; in bytes.
const LONGEST: usize = 220;

/// Whole lines, folded, without punctuation at the ends; `#` stands for a number.
const LINES: &str = "\
publicite|advertisement|advertising|annonce|annonces|sponsorise|contenu sponsorise|sponsored|sponsored content|publireportage\
|anzeige|werbung|publicidad|anuncio|pubblicita|reklame\
|follow|follow us|suivre|suivez-nous|nous suivre|s'abonner|je m'abonne|abonnez-vous|deja abonne|se connecter|connexion|connectez-vous\
|s'inscrire|inscription|subscribe|subscribe now|sign in|sign up|log in|login|abonnieren|anmelden|suscribete|suscribirse|abbonati|accedi\
|newsletter|newsletters|la newsletter|inscription a la newsletter|s'inscrire a la newsletter|recevoir la newsletter\
|en direct|direct|live|regarder en direct|ecouter en direct|en continu\
|share|share this|share this article|partager|partager l'article|partager cet article|partage|partagez|partagez cet article|teilen|compartir|condividi\
|facebook|twitter|x|linkedin|whatsapp|instagram|telegram|messenger|pinterest|youtube|tiktok|bluesky|mastodon|threads|reddit|flipboard\
|facebook twitter|tweet|tweeter|email|e-mail|courriel|mail|envoyer par mail|envoyer par email|envoyer|imprimer|print|copier le lien|copy link|lien copie|copy\
|commenter|commentaires|commentaire|# commentaires|# commentaire|comments|# comments|# comment|comment|laisser un commentaire|leave a comment\
|reagir|reactions|# reactions|voir les commentaires|lire les commentaires|afficher les commentaires|ajouter un commentaire|poster un commentaire|kommentare|comentarios\
|# partages|# partage|# shares|# vues|# views|# likes|# min|# mn|# minutes|# min de lecture|# minutes de lecture|lecture # min|lecture # minutes\
|# min di lettura|# minuti di lettura|# min lesezeit|# minuten lesezeit|lesezeit # min|lesezeit # minuten|lesezeit: # min|lesezeit: # minuten|# min de lectura|# minutos de lectura\
|temps de lecture # min|temps de lecture # minutes|temps de lecture : # min|temps de lecture : # minutes|temps de lecture: # min|# min read|# minute read|# minutes read|reading time # min\
|menu|navigation|accueil|home|rechercher|recherche|search|search form|fermer|close|ouvrir le menu|fermer le menu|aller au contenu|aller au contenu principal|skip to content\
|skip to main content|retour|retour a l'accueil|haut de page|retour en haut|back to top|suivant|precedent|next|previous|article suivant|article precedent|plus|more|voir plus\
|afficher plus|en savoir plus|load more|show more|charger plus|lire la suite|lire l'article|lire plus|continuer la lecture|read more|continue reading|weiterlesen|mehr|leer mas|leggi tutto\
|a lire aussi|lire aussi|a lire egalement|lire egalement|a voir aussi|voir aussi|a ecouter|a decouvrir|a ne pas manquer|sur le meme sujet|sur le meme theme|dans la meme rubrique\
|articles similaires|articles lies|nos recommandations|recommande pour vous|pour aller plus loin|les plus lus|les plus lues|articles les plus lus|related|related articles|related stories\
|related content|recommended|recommended for you|you may also like|most read|most popular|trending|read also|see also|read next|lesen sie auch|mehr zum thema|lea tambien|leggi anche|ver tambien\
|article reserve aux abonnes|reserve aux abonnes|article abonne|contenu reserve aux abonnes|abonnes|premium|subscribers only|for subscribers|offrir l'article|offrir cet article\
|ajouter a mes favoris|ajouter aux favoris|ajouter a ma selection|ajouter a vos selections|decouvrir|sauvegarder|enregistrer|save|save article|lire plus tard|read later|ecouter l'article|ecouter cet article|listen to this article\
|mentions legales|politique de confidentialite|conditions generales|conditions generales d'utilisation|cgu|cgv|plan du site|nous contacter|contact|contactez-nous|qui sommes-nous\
|privacy policy|terms of service|terms of use|cookie policy|gestion des cookies|gerer les cookies|parametrer les cookies|accepter les cookies|accepter|tout accepter|tout refuser\
|continuer sans accepter|accept all|accept cookies|reject all|cookies|impressum|datenschutz|tous droits reserves|all rights reserved|alle rechte vorbehalten\
|signaler une erreur|signaler|feedback zum artikel geben|report an error|reuse this content|zoom|agrandir l'image|voir la video|video|diaporama|photos|infographie|galerie|tags|mots-cles|themes|sommaire";

/// Beginnings, folded. What is marked with `:` needs the colon to count.
const BEGINNINGS: &[&str] = &[
    "lire aussi",
    "a lire aussi",
    "lire egalement",
    "a lire egalement",
    "voir aussi",
    "a voir aussi",
    "ecouter aussi",
    "retrouvez aussi :",
    "a lire :",
    "lire :",
    "lire notre article :",
    "a decouvrir :",
    "a ecouter :",
    "sur le meme sujet :",
    "pour aller plus loin :",
    "read more:",
    "read more :",
    "read also:",
    "see also:",
    "related:",
    "related article",
    "more on this story",
    "lesen sie auch",
    "lea tambien",
    "lee tambien",
    "leggi anche",
    "temps de lecture",
    "reading time",
    "partager sur ",
    "partagez sur ",
    "partager cet article sur",
    "share on ",
    "share this on ",
    "tweeter sur ",
    "envoyer cet article",
    "suivez-nous sur",
    "suivre sur ",
    "follow us on",
    "s'abonner a ",
    "abonnez-vous a",
    "abonnez-vous pour",
    "abonnez-vous des",
    "inscrivez-vous a notre newsletter",
    "inscrivez-vous a la newsletter",
    "inscrivez-vous gratuitement",
    "s'inscrire a la newsletter",
    "recevez notre newsletter",
    "recevez gratuitement notre newsletter",
    "recevez nos newsletters",
    "recevoir notre newsletter",
    "subscribe to our newsletter",
    "sign up for our newsletter",
    "sign up to our newsletter",
    "il vous reste # % de",
    "il vous reste #% de",
    "il vous reste # % a decouvrir",
    "il vous reste #% a decouvrir",
    "la suite est reservee aux abonnes",
    "article reserve a nos abonnes",
    "cet article est reserve aux abonnes",
    "ce contenu est reserve aux abonnes",
    "vous avez deja un compte",
    "deja abonne ?",
    "deja abonne?",
    "nous utilisons des cookies",
    "ce site utilise des cookies",
    "ce site web utilise des cookies",
    "en poursuivant votre navigation",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "by continuing to use this site",
    "wir verwenden cookies",
    "accepter les cookies",
    "mis a jour a #",
    "en direct mis a jour",
    "tous droits reserves",
    "all rights reserved",
    "copyright ©",
    "© ",
    "la suite apres la publicite",
    "la suite apres l'annonce",
    "la suite apres cette annonce",
    "la suite de votre contenu apres",
    "la suite de l'article apres",
    "continua a leggere dopo la pubblicita",
    "continue reading the main story",
    "la suite apres cette publicite",
    "l'article continue apres la publicite",
    "article continues after advertisement",
    "story continues below advertisement",
    "cliquez ici pour",
    "ecouter cet article #",
    "ecouter l'article #",
    "ce contenu est bloque",
    "ce contenu n'a pas pu etre charge",
    "empfohlener externer inhalt",
    "recommended external content",
    "an dieser stelle finden sie einen externen inhalt",
    "ich bin damit einverstanden, dass mir externe inhalte",
    "view this post on instagram",
    "voir cette publication sur instagram",
    "telechargez l'application",
    "telechargez notre application",
    "retrouvez toute l'actualite",
    "suivez toute l'actualite",
    "recevez toute l'actualite",
    "recevez l'essentiel de l'actualite",
    "recevez chaque matin",
    "recevez chaque jour",
    "recevez chaque semaine",
    "download our app",
    "download the app",
    "scarica l'app",
    "ladet unsere app",
    "click here to subscribe",
    "signaler un contenu",
    "a version of this article appears",
    "our standards:",
    "(reporting by ",
];

/// What programs that syndicate add, folded: how a line begins and what else stands in it.
const AROUND: &[(&str, &str)] = &[
    ("the post ", " appeared first on "),
    ("this post ", " appeared first on "),
    ("cet article est apparu en premier sur ", ""),
    ("l'article ", " est apparu en premier sur "),
    ("der beitrag ", " erschien zuerst auf "),
    ("la entrada ", " se publico primero en "),
    ("la entrada ", " aparece primero en "),
    ("l'articolo ", " proviene da "),
    ("submitted by ", "[link]"),
    ("lire la suite de ", "»"),
    ("lire la suite sur ", ""),
    ("continue reading ", "→"),
    ("continue reading on ", ""),
    ("read the rest of this ", ""),
    ("article url:", "comments url:"),
    ("", "tous droits reserves"),
    ("", "all rights reserved"),
    ("", "alle rechte vorbehalten"),
    ("", "tutti i diritti riservati"),
    ("", "tutti i diritti sono riservati"),
    ("", "riproduzione riservata"),
    ("", "todos los derechos reservados"),
    ("advertisement", " scroll to continue"),
    ("reporting by ", "editing by "),
    ("pour suivre ", " google"),
    ("suivez ", " sur google "),
    ("ajoutez ", " google"),
    ("prefer ", " on google"),
    // What large sites say of themselves.
    ("the ", " not responsible for the content of external "),
    ("vous pouvez lire ", " sur un seul appareil a la fois"),
    ("lecture ", " en cours sur un autre appareil"),
    ("privacy notice: newsletters ", ""),
];

/// What stands above a list of other articles, above comments, above a box for letters. Folded, without signs at the ends;
/// what begins so and goes on for a word or two counts too: `Les plus lus de la semaine`.
const HEADS: &[&str] = &[
    "a decouvrir",
    "a decouvrir aussi",
    "a la une",
    "a lire",
    "a lire aussi",
    "a lire egalement",
    "a ne pas manquer",
    "a voir aussi",
    "a voir egalement",
    "abonnez-vous a",
    "actualites liees",
    "aktuelle meldungen",
    "altre notizie",
    "annonces immobilieres",
    "around the web",
    "articles lies",
    "articles recents",
    "articles similaires",
    "articoli correlati",
    "auch interessant",
    "audio",
    "aus dem ressort",
    "autres articles",
    "comentarios",
    "commentaires",
    "commenti",
    "comments",
    "contenu sponsorise",
    "contenus similaires",
    "contenus sponsorises",
    "dal nostro network",
    "dalla home page",
    "dans ce dossier",
    "dans la meme categorie",
    "dans la meme commune",
    "dans la meme rubrique",
    "dans la meme ville",
    "das konnte sie auch interessieren",
    "das konnte sie interessieren",
    "dello stesso argomento",
    "derniere minute",
    "dernieres actualites",
    "dernieres infos",
    "dernieres nouvelles",
    "derniers articles",
    "derniers commentaires",
    "editor's picks",
    "editors' picks",
    "elsewhere on",
    "en video",
    "explore more",
    "explore more on",
    "fil info",
    "from the web",
    "i commenti",
    "i piu letti",
    "i piu visti",
    "inscrivez-vous a",
    "iscriviti alla newsletter",
    "kommentare",
    "l'actu en continu",
    "l'actualite en continu",
    "l'actualite en direct",
    "l'info en continu",
    "la lettre d'information",
    "la redaction vous conseille",
    "la selection de la redaction",
    "le choix de la redaction",
    "le fil info",
    "le piu lette",
    "le plus populaire",
    "leggi anche",
    "les + lus",
    "les + vus",
    "les articles les plus lus",
    "les avis des internautes",
    "les commentaires",
    "les dernieres actualites",
    "les derniers articles",
    "les plus consultes",
    "les plus lus",
    "les plus vus",
    "les tendances",
    "lesen sie auch",
    "lesen sie mehr",
    "lettre d'information",
    "lire aussi",
    "lo mas leido",
    "lo mas visto",
    "mas informacion",
    "mas leidas",
    "mas leidos",
    "mas noticias",
    "mehr zum thema",
    "meist gelesen",
    "meistgelesen",
    "more from",
    "more news",
    "more on this",
    "more on this story",
    "more stories",
    "more stories from",
    "more to explore",
    "more top stories",
    "most popular",
    "most read",
    "most viewed",
    "newsletter",
    "newsletters",
    "nos derniers articles",
    "nos newsletters",
    "nos partenaires",
    "nos recommandations",
    "nos suggestions",
    "nos videos",
    "noticias relacionadas",
    "notizie correlate",
    "notre selection",
    "on the same topic",
    "petites annonces",
    "plus d'actualites",
    "plus d'articles",
    "plus d'infos",
    "plus de contenus",
    "podcast",
    "potrebbe interessarti",
    "potrebbero interessarti",
    "recent posts",
    "recommande pour vous",
    "recommandes pour vous",
    "recommended",
    "recommended for you",
    "related",
    "related internet links",
    "related links",
    "related stories",
    "related topics",
    "sign up for",
    "sign up to",
    "similaire",
    "sponsored content",
    "sur le meme sujet",
    "sur le meme theme",
    "te puede interesar",
    "top stories",
    "top-themen",
    "toute l'actualite",
    "toutes les actualites",
    "trending",
    "trending now",
    "tutti i commenti",
    "ultimas noticias",
    "ultime notizie",
    "video",
    "videos",
    "voir aussi",
    "vos commentaires",
    "vos reactions",
    "vous aimerez aussi",
    "vous pourriez aussi aimer",
    "you may also like",
    "you might also like",
];

static EXACT: LazyLock<HashSet<&str>> = LazyLock::new(|| LINES.split('|').collect());

/// Lines of one sign or syllable that are left over from icons: furniture only before the text begins.
const ICONS: &[&str] = &["in", "f", "t", "x", "g+", "fr", "en", "a+", "a-", "a", "+", "-"];

/// The rubrics that stand above a headline: furniture only there.
const RUBRICS: &str = "politique|societe|international|monde|economie|sport|sports|culture|faits divers|sante|sciences|planete|environnement|opinions|\
idees|tribune|editorial|france|europe|afrique|ameriques|asie|proche-orient|moyen-orient|regions|region|justice|education|medias|tech|technologie|\
technologies|high-tech|football|rugby|tennis|cyclisme|cinema|musique|livres|voyage|actualite|actualites|actu|a la une|breaking news|news|world|\
politics|business|opinion|science|health|analyse|enquete|reportage|portrait|entretien|interview|decryptage|exclusif|politik|wirtschaft|kultur";

static RUBRIC: LazyLock<HashSet<&str>> = LazyLock::new(|| RUBRICS.split('|').collect());

/// True for a line that belongs to the page wherever it stands.
pub fn is_furniture(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let key = key(line);
    if key.is_empty() {
        // A row of signs parts sections: it says nothing, and nothing else than a rule is drawn for it.
        return !line.contains(|c: char| c.is_alphanumeric());
    }
    let folded = fold(line);
    let folded = folded.trim_start();
    // Most lines share their first letter with none of the beginnings.
    let firsts = [key.as_bytes()[0], folded.as_bytes().first().copied().unwrap_or_default()];
    let mut starts = BEGINNINGS.iter().filter(|start| firsts.contains(&start.as_bytes()[0]));
    let around = || AROUND.iter().any(|(start, inside)| folded.starts_with(start) && folded.contains(inside));
    EXACT.contains(key.as_str()) || starts.any(|start| begins(&key, folded, start)) || around()
}

/// True for the heading of something that is not the article. Only the words are judged: whoever asks knows how much
/// stands below.
pub fn heads_a_list(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let key = key(line);
    HEADS.iter().any(|head| {
        let rest = key.strip_prefix(head);
        // One word alone may begin any heading.
        let goes_on = |rest: &str| head.contains(' ') && rest.starts_with(' ') && rest.split(' ').count() <= 4;
        rest.is_some_and(|rest| !rest.contains(char::is_alphabetic) || goes_on(rest))
    })
}

/// True for a line that begins as sites without comments of their own make set readers' words: `Message de Jeanne le 3 mars :`.
/// One such line may be text; whoever asks looks for several.
pub fn opens_comment(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "message",
        "commentaire",
        "reponse",
        "avis",
        "poste",
        "ecrit",
        "publie",
        "comment",
        "posted",
        "reply",
        "kommentar",
        "antwort",
        "commento",
        "comentario",
        "mensaje",
    ];
    const OF: &[&str] = &["de", "par", "by", "from", "von", "di", "por"];
    let head: String = line.chars().take(80).collect();
    let Some((head, _)) = head.split_once(':') else { return false };
    let folded = fold(head);
    let mut words = folded.split_whitespace();
    let opens =
        words.next().is_some_and(|word| WORDS.contains(&word)) && words.next().is_some_and(|word| OF.contains(&word));
    opens && words.next().is_some() && head.contains(|c: char| c.is_ascii_digit())
}

/// True for a line that is furniture where the text has not begun yet.
pub fn is_leading(line: &str) -> bool {
    line.len() <= 40 && {
        let key = key(line);
        ICONS.contains(&key.as_str()) || is_furniture(line)
    }
}

/// True for the name of a section.
pub fn is_rubric(line: &str) -> bool {
    line.len() <= 40 && RUBRIC.contains(key(line).as_str())
}

/// Compares with the punctuation that [`key`] took off only where the beginning asks for it.
fn begins(key: &str, folded: &str, start: &str) -> bool {
    let text = if start.ends_with([':', '?', ' ']) || start.starts_with('©') { folded } else { key };
    text.strip_prefix(start).is_some_and(|rest| {
        start.ends_with([' ', ':', '?']) || rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Folded, numbers as `#`, without signs at the ends.
fn key(line: &str) -> String {
    let folded = fold(line);
    let mut out = String::with_capacity(folded.len());
    let mut chars = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '+').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // `73,2` is one number.
            c if c.is_ascii_digit() => {
                if !out.ends_with('#') {
                    out.push('#');
                }
            }
            '.' | ',' if out.ends_with('#') && chars.peek().is_some_and(char::is_ascii_digit) => {}
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_page() {
        for line in [
            "Publicité",
            "PUBLICITÉ",
            "[Publicité]",
            "Advertisement",
            "Partager sur Facebook",
            "Lire aussi : Le maire démissionne",
            "Lire aussi Le maire démissionne",
            "À lire aussi",
            "S’abonner",
            "Abonnez-vous à notre newsletter !",
            "Temps de lecture : 3 min",
            "3 min de lecture",
            "12 commentaires",
            "Article réservé aux abonnés",
            "Read more »",
            "En direct",
            "Nous utilisons des cookies pour mesurer l’audience.",
            "© 2023 Le Courrier",
            "* * *",
            "Il vous reste 73,2 % de cet article à lire. La suite est réservée aux abonnés.",
            "Lesen Sie auch: Der Bürgermeister tritt zurück",
            "L’article Le marché rouvre est apparu en premier sur Le Courrier.",
            "The post The market reopens appeared first on The Courier.",
            "Der Beitrag Der Markt öffnet wieder erschien zuerst auf Der Bote.",
            "submitted by /u/marchande [link] [comments]",
            "Continue reading “The market reopens” →",
            "Reporting by Jane Doe in Oslo; Editing by Ann Roe",
            "Mis à jour à 18:02",
            "La suite de votre contenu après cette annonce",
            "Le Courrier, quotidien du soir. Tous droits réservés.",
            "Pour suivre toute l’actualité d’Albi, ajoutez-nous à vos sources Google.",
        ] {
            assert!(is_furniture(line), "{line}");
        }
    }

    #[test]
    fn sentences_of_an_article() {
        for line in [
            "En direct de Paris, le ministre a répondu aux questions.",
            "Partager le pouvoir ne lui a jamais plu.",
            "Le site utilise des cookies sans le consentement des visiteurs, selon la Cnil.",
            "Suivre une formation coûte cher.",
            "La publicité rapporte moins.",
            "Lire, écrire, compter : le retour aux fondamentaux",
            "Plus de cent personnes ont défilé.",
            "in",
            "Contactez la mairie.",
            "L'article 49 est apparu au détour d'un débat.",
            "Submitted by the mayor, the plan was voted down.",
            "Abonnez-vous, désabonnez-vous : le manège des offres d'essai",
            "Reporting by phone from the harbour, she missed the boat.",
            "Recevez-les avec le sourire, conseille le maire.",
            "Ajoutez le beurre, puis la farine.",
            "2023",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn headings_of_what_is_not_the_article() {
        for line in [
            "Les plus lus",
            "LES PLUS LUS DE LA SEMAINE",
            "Commentaires (12)",
            "Most read",
            "Vos réactions",
            "Lo más visto",
        ] {
            assert!(heads_a_list(line), "{line}");
        }
        for line in [
            "Related costs rise",
            "Commentaires du maire",
            "Les plus lus ne sont pas les plus aimés",
            "Une facture qui double",
        ] {
            assert!(!heads_a_list(line), "{line}");
        }
    }

    #[test]
    fn lines_that_readers_wrote() {
        for line in [
            "Message de Truite84 le 23 mars : bravo !",
            "Posté par Jean, 12/03/2014 : Merci.",
            "Posted by Ann on 3 May: so true",
        ] {
            assert!(opens_comment(line), "{line}");
        }
        for line in [
            "Message de la mairie : restez chez vous.",
            "Le 23 mars : le maire part.",
            "Avis de tempête le 23 mars",
            "Message",
        ] {
            assert!(!opens_comment(line), "{line}");
        }
    }

    #[test]
    fn icons_count_only_in_front() {
        assert!(is_leading("in") && is_leading("Follow") && is_rubric("SOCIÉTÉ"));
        assert!(!is_leading("Incident à la gare") && !is_rubric("La politique du pire"));
    }
}
