//! The phrases by which mails are put together: above a quoted mail, around a newsletter, below a name.
//!
//! French, English, German, Spanish and Italian, folded. Nothing but words is known here: where the lines stand is for those
//! who ask. In doubt a line is text.

use crate::text::fold::fold;

/// Longer blocks are text, whatever they hold; in bytes.
const LONGEST: usize = 700;

/// How the line above a quoted mail begins, and what it holds somewhere behind that.
const ATTRIBUTIONS: &[(&[&str], &[&str])] = &[
    (&["le ", "l'", "en date du"], &["a ecrit", "ecrivait"]),
    (&["on ", "at ", "in a message"], &["wrote", "writes"]),
    (&["am ", "an ", "den "], &["schrieb"]),
    (&["el ", "en "], &["escribio"]),
    (&["il ", "in data", "alle "], &["ha scritto", "scrisse"]),
];

/// Whole lines, without the strokes around them, above a mail that is answered.
const ORIGINALS: &[&str] = &[
    "message d'origine",
    "message original",
    "mail original",
    "courriel original",
    "original message",
    "original mail",
    "ursprungliche nachricht",
    "originalnachricht",
    "mensaje original",
    "messaggio originale",
];

/// The same above a mail that is handed on.
const FORWARDS: &[&str] = &[
    "message transfere",
    "message reexpedie",
    "courriel transfere",
    "debut du message transfere",
    "debut du message reexpedie",
    "forwarded message",
    "begin forwarded message",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "mensaje reenviado",
    "mensaje transmitido",
    "inicio del mensaje reenviado",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
];

/// The names of the fields in a head that a program copies above a mail; the first group is who sent it.
const HEADS: [&[&str]; 4] = [
    &["de", "from", "von", "da", "expediteur"],
    &["envoye", "envoye le", "date", "sent", "gesendet", "datum", "enviado", "enviado el", "fecha", "inviato", "data"],
    &["a", "to", "an", "para", "pour", "destinataire"],
    &["objet", "subject", "betreff", "asunto", "oggetto", "sujet"],
];

/// What stands where a newsletter offers itself in a browser.
const ONLINE: &[&str] = &[
    "dans votre navigateur",
    "dans un navigateur",
    "dans le navigateur",
    "version en ligne",
    "version web",
    "voir en ligne",
    "lire en ligne",
    "consulter en ligne",
    "ne s'affiche pas",
    "probleme d'affichage",
    "visualiser ce mail",
    "in your browser",
    "in browser",
    "in a browser",
    "view online",
    "read online",
    "view web version",
    "view this post on the web",
    "online version",
    "web version",
    "im browser",
    "online-version",
    "onlineversion",
    "nicht korrekt angezeigt",
    "nicht richtig angezeigt",
    "en su navegador",
    "en tu navegador",
    "ver en linea",
    "nel browser",
    "versione online",
];

/// What a newsletter says of itself and of its readers. None of them stands in an article about something else.
const WRAPPING: &[&str] = &[
    "se desabonner",
    "me desabonner",
    "vous desabonner",
    "se desinscrire",
    "me desinscrire",
    "vous desinscrire",
    "lien de desinscription",
    "lien de desabonnement",
    "gerer mes abonnements",
    "gerer vos abonnements",
    "gerer vos preferences",
    "gerer mes preferences",
    "modifier vos preferences",
    "mettre a jour vos preferences",
    "vous recevez cet e-mail",
    "vous recevez cet email",
    "vous recevez ce mail",
    "vous recevez ce message",
    "vous recevez cette newsletter",
    "vous recevez cette lettre",
    "vous avez recu cet e-mail",
    "vous avez recu cet email",
    "cet e-mail a ete envoye a",
    "cet email a ete envoye a",
    "ce message a ete envoye a",
    "ce mail a ete envoye a",
    "ajoutez-nous a votre carnet",
    "a votre carnet d'adresses",
    "a votre liste de contacts",
    "ne pas repondre a cet",
    "ne repondez pas a cet",
    "transferer a un ami",
    "transferez cet e-mail",
    "conformement a la loi informatique et libertes",
    "afficher les images",
    "unsubscribe",
    "update your preferences",
    "manage your preferences",
    "manage your subscription",
    "email preferences",
    "you are receiving this",
    "you received this email",
    "you received this message because",
    "you're receiving this",
    "you’re receiving this",
    "this email was sent to",
    "this message was sent to",
    "our mailing address is",
    "notre adresse postale",
    "forward this email",
    "forward to a friend",
    "add us to your address book",
    "to your address book",
    "do not reply to this",
    "abmelden",
    "abbestellen",
    "abbestellung",
    "sie erhalten diese e-mail",
    "sie erhalten diesen newsletter",
    "diese e-mail wurde an",
    "newsletter verwalten",
    "einstellungen andern",
    "darse de baja",
    "cancelar suscripcion",
    "ha recibido este",
    "annulla l'iscrizione",
    "disiscriviti",
    "cancella l'iscrizione",
    "hai ricevuto questa",
];

/// What programs put below a mail.
const SENT_FROM: &[&str] = &[
    "envoye de mon ",
    "envoye depuis mon ",
    "envoye depuis ma ",
    "envoye a partir de ",
    "envoye depuis l'application",
    "envoye avec ",
    "provenance : courrier",
    "telecharger outlook",
    "obtenir outlook",
    "sent from my ",
    "sent from ",
    "sent with ",
    "sent via ",
    "get outlook for",
    "powered by mailchimp",
    "powered by brevo",
    "propulse par ",
    "von meinem ",
    "gesendet mit ",
    "outlook fur ",
    "enviado desde mi ",
    "inviato da ",
];

/// What stands in the plain part of a mail that was written for another one.
const NO_HTML: &[&str] = &[
    "ne prend pas en charge le html",
    "ne prend pas en charge les messages html",
    "ne peut pas afficher le html",
    "n'affiche pas le html",
    "ne supporte pas le html",
    "ne supporte pas les e-mails html",
    "message est au format html",
    "e-mail est au format html",
    "does not support html",
    "doesn't support html",
    "cannot display html",
    "can't display html",
    "not support html",
    "html-capable",
    "html email client",
    "requires html",
    "unterstutzt kein html",
    "html nicht darstellen",
    "html-format",
];

/// True for the line above a quoted mail: `Le lun. 3 mai 2021 à 10:12, Anne a écrit :`.
pub fn is_attribution(text: &str) -> bool {
    let text = text.trim();
    // Somebody may write of what somebody wrote; a machine gives a time or an address, and ends with a colon.
    let formal = text.ends_with(':') && text.contains(|c: char| c.is_ascii_digit() || c == '@');
    text.len() <= 300 && formal && {
        let folded = fold(text);
        ATTRIBUTIONS.iter().any(|(starts, verbs)| {
            starts.iter().any(|start| folded.starts_with(start)) && verbs.iter().any(|verb| folded.contains(verb))
        }) || folded.contains(" wrote:")
            || folded.contains('@') && folded.ends_with("wrote:")
    }
}

/// What a line begins that stands above another mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divider {
    /// A mail that is answered.
    Original,
    /// A mail that is handed on.
    Forward,
}

/// `-----Message d'origine-----`, `---------- Forwarded message ---------`.
pub fn divider(line: &str) -> Option<Divider> {
    let line = line.trim();
    let drawn = line.starts_with(['-', '_', '*', '=']) || line.ends_with(':');
    if line.len() > 120 || !drawn {
        return None;
    }
    let folded = fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let is = |list: &[&str]| {
        list.iter()
            .any(|known| bare == *known || bare.starts_with(known) && bare[known.len()..].starts_with([' ', '-']))
    };
    if is(ORIGINALS) { Some(Divider::Original) } else { is(FORWARDS).then_some(Divider::Forward) }
}

/// True when `lines` begin with the head of a mail as Outlook copies it: who, when, to whom, about what.
pub fn is_head<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let mut seen = [false; 4];
    for (at, line) in lines.map(str::trim).filter(|line| !line.is_empty()).take(8).enumerate() {
        let line = line.trim_matches(|c: char| matches!(c, '*' | '>' | ' '));
        let Some((name, _)) = line.split_once(':').filter(|(name, _)| name.len() <= 20) else {
            if at == 0 {
                return false;
            }
            continue;
        };
        let name = fold(name.trim_matches(|c: char| matches!(c, '*' | ' ' | '\u{a0}' | '\u{202f}')));
        let found = HEADS.iter().position(|names| names.contains(&name.as_str()));
        if at == 0 && found != Some(0) {
            return false;
        }
        if let Some(found) = found {
            seen[found] = true;
        }
    }
    seen[0] && seen[1] && (seen[2] || seen[3])
}

/// What a stretch of text is besides text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wrapping {
    /// It belongs to the sending and not to what is sent.
    pub is: bool,
    /// A newsletter offers itself in a browser.
    pub online: bool,
    /// The end of a newsletter begins: where one can leave it.
    pub ends: bool,
}

/// What the words of `text` say of its place in a mail.
pub fn wrapping(text: &str) -> Wrapping {
    if text.len() > LONGEST {
        return Wrapping::default();
    }
    let folded = fold(text);
    let holds = |list: &[&str]| list.iter().any(|phrase| folded.contains(phrase));
    let (online, ends) = (holds(ONLINE), holds(WRAPPING));
    let sent = folded.len() <= 90 && SENT_FROM.iter().any(|start| folded.trim_start().starts_with(start));
    Wrapping { is: online || ends || sent, online, ends }
}

/// True when a plain text says that the other part is the one to read.
pub fn points_to_html(text: &str) -> bool {
    let start = text.char_indices().nth(600).map_or(text, |(at, _)| &text[..at]);
    let folded = fold(start);
    NO_HTML.iter().any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_above_a_quoted_mail() {
        for line in [
            "Le lun. 3 mai 2021 à 10:12, Anne Roche <anne@exemple.test> a écrit :",
            "Le 03/05/2021 à 10:12, Anne Roche a écrit :",
            "On Mon, May 3, 2021 at 10:12 AM Anne Roche <anne@exemple.test> wrote:",
            "Am 03.05.21 um 10:12 schrieb Anne Roche:",
            "El lun, 3 may 2021 a las 10:12, Anne (<anne@exemple.test>) escribió:",
            "Il giorno lun 3 mag 2021 alle ore 10:12 Anne <anne@exemple.test> ha scritto:",
        ] {
            assert!(is_attribution(line), "{line}");
        }
        for line in [
            "Le maire a écrit :",
            "Le 3 mai 2021, la mairie a écrit aux riverains.",
            "On a tout vu en 2021 :",
            "Voici ce que Paul wrote:",
        ] {
            assert!(!is_attribution(line), "{line}");
        }
    }

    #[test]
    fn strokes_above_another_mail() {
        assert_eq!(divider("-----Message d'origine-----"), Some(Divider::Original));
        assert_eq!(divider("-------- Original Message --------"), Some(Divider::Original));
        assert_eq!(divider("-----Ursprüngliche Nachricht-----"), Some(Divider::Original));
        assert_eq!(divider("---------- Forwarded message ---------"), Some(Divider::Forward));
        assert_eq!(divider("-------- Message transféré --------"), Some(Divider::Forward));
        assert_eq!(divider("Début du message réexpédié :"), Some(Divider::Forward));
        assert_eq!(divider("Message d'origine inconnue, la bouteille a été trouvée hier."), None);
        assert_eq!(divider("- Original"), None);
    }

    #[test]
    fn heads_of_copied_mails() {
        let is = |text: &str| is_head(text.lines());
        assert!(is("De : Anne Roche <anne@exemple.test>\nEnvoyé : lundi 3 mai 2021 10:12\nÀ : Jean\nObjet : Réunion"));
        assert!(is("*From:* Anne\n*Sent:* Monday\n*To:* Jean\n*Subject:* Meeting"));
        assert!(is("Von: Anne\nGesendet: Montag\nAn: Jean\nBetreff: Sitzung"));
        assert!(!is("De : la mairie\nPour les riverains : rien de neuf"));
        assert!(!is("Texte\nDe : Anne\nEnvoyé : lundi\nÀ : Jean"));
    }

    #[test]
    fn what_belongs_to_the_sending() {
        for line in [
            "Si cet e-mail ne s'affiche pas correctement, cliquez ici",
            "Voir cet e-mail dans votre navigateur",
            "View this email in your browser",
            "Wird diese E-Mail nicht korrekt angezeigt?",
            "Se désabonner",
            "Vous recevez cet e-mail car vous êtes inscrit à la lettre du Phare.",
            "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
            "Envoyé de mon iPhone",
            "Sent from my iPad",
        ] {
            assert!(wrapping(line).is, "{line}");
        }
        for line in [
            "Les abonnés du théâtre gardent leurs places.",
            "Le site web de la mairie change d'adresse.",
            "Envoyé spécial à Valmont, notre reporter raconte.",
        ] {
            assert!(!wrapping(line).is, "{line}");
        }
        assert!(points_to_html("Votre messagerie ne prend pas en charge le HTML."));
    }
}
