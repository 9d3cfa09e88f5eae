//! Mails between people: Gmail, Outlook, Thunderbird, Apple Mail.

use super::{blocks, check, mail, reading};

pub const GMAIL: &str = "MIME-Version: 1.0
References: <CAF+0@mail.gmail.test>
From: =?UTF-8?Q?J=C3=A9r=C3=B4me_Morel?= <jerome@exemple.test>
Date: Mon, 3 May 2021 10:12:05 +0200
Message-ID: <CAF+1@mail.gmail.test>
Subject: =?UTF-8?B?UmU6IFLDqXVuaW9uIGRl?= =?UTF-8?Q?_mardi?=
To: Anne Roche <anne@exemple.test>
Content-Type: multipart/alternative; boundary=\"000000000000a1\"

--000000000000a1
Content-Type: text/plain; charset=\"UTF-8\"
Content-Transfer-Encoding: quoted-printable

Je viendrai =C3=A0 midi.

Le dim. 2 mai 2021 =C3=A0 18:40, Anne Roche <anne@exemple.test> a
=C3=A9crit :

> Qui vient mardi ?

--000000000000a1
Content-Type: text/html; charset=\"UTF-8\"
Content-Transfer-Encoding: quoted-printable

<div dir=3D\"ltr\">Je viendrai =C3=A0 midi.<div><br></div></div><br><div class=3D\"gmail_q=
uote\"><div dir=3D\"ltr\" class=3D\"gmail_attr\">Le=C2=A0dim. 2 mai 2021 =C3=A0=C2=A018:40,=
 Anne Roche &lt;<a href=3D\"mailto:anne@exemple.test\">anne@exemple.test</a>&gt; a =C3=A9cr=
it=C2=A0:<br></div><blockquote class=3D\"gmail_quote\" style=3D\"margin:0px 0px 0px 0.8ex\">=
<div dir=3D\"ltr\">Qui vient mardi ?</div></blockquote></div>

--000000000000a1--
";

pub const OUTLOOK: &str = "Received: from a.exemple.test by b.exemple.test; Tue, 4 May 2021 08:01:00 +0000
From: Anne Roche <anne@exemple.test>
To: Jean Morel <jean@exemple.test>
Subject: =?iso-8859-1?Q?RE:_Compte_rendu_d=E9finitif?=
Date: Tue, 4 May 2021 08:00:59 +0000
Message-ID: <AM0PR01@exemple.test>
Content-Language: fr-FR
Content-Type: text/html; charset=\"iso-8859-1\"
Content-Transfer-Encoding: quoted-printable
MIME-Version: 1.0

<html xmlns:o=3D\"urn:schemas-microsoft-com:office:office\"><head><style><!--
p.MsoNormal {margin:0cm;}
--></style></head><body lang=3D\"FR\"><div class=3D\"WordSection1\">
<p class=3D\"MsoNormal\">Bonjour Jean,<o:p></o:p></p>
<p class=3D\"MsoNormal\">Voici le compte rendu d=E9finitif.<o:p></o:p></p>
<p class=3D\"MsoNormal\"><o:p>&nbsp;</o:p></p>
<div><div style=3D\"border:none;border-top:solid #E1E1E1 1.0pt\">
<p class=3D\"MsoNormal\"><b>De&nbsp;:</b> Jean Morel &lt;jean@exemple.test&gt;<br>
<b>Envoy=E9&nbsp;:</b> lundi 3 mai 2021 17:30<br><b>=C0&nbsp;:</b> Anne Roche<br>
<b>Objet&nbsp;:</b> Compte rendu<o:p></o:p></p></div></div>
<p class=3D\"MsoNormal\">Quand viendra-t-il ?<o:p></o:p></p></div></body></html>
";

pub const THUNDERBIRD: &str = "From - Mon May 03 10:12:05 2021
X-Mozilla-Status: 0001
Message-ID: <9f2c@exemple.test>
Date: Mon, 3 May 2021 10:12:05 +0200
MIME-Version: 1.0
Subject: =?UTF-8?Q?Re:_La_digue?=
To: conseil@exemple.test
From: Jean Morel <jean@exemple.test>
Organization: Mairie de Valmont
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 8bit

La digue tiendra jusqu'en octobre, d'après les \nservices.

Le 02/05/2021 à 18:40, Anne Roche a écrit :
> Et la digue, tiendra-t-elle ?
>> Elle a tenu en 2019.
> Oui.
La réponse est oui.
-- \nJean Morel
";

#[test]
fn gmail_answers() {
    let article = check(
        GMAIL.as_bytes(),
        &[
            "= Re: Réunion de mardi",
            "Je viendrai à midi.",
            "> Le\u{a0}dim. 2 mai 2021 à\u{a0}18:40, Anne Roche <anne@exemple.test> a écrit\u{a0}:",
            "> Qui vient mardi ?",
        ],
    );
    assert_eq!((article.author(), article.source()), (Some("Jérôme Morel"), None));
    assert_eq!(article.published().unwrap().to_string(), "2021-05-03T10:12:05+02:00");
}

#[test]
fn outlook_answers() {
    let article = check(
        OUTLOOK.as_bytes(),
        &[
            "= RE: Compte rendu définitif",
            "Bonjour Jean,",
            "Voici le compte rendu définitif.",
            "> De\u{a0}: Jean Morel <jean@exemple.test>\nEnvoyé\u{a0}: lundi 3 mai 2021 17:30\nÀ\u{a0}: Anne Roche\nObjet\u{a0}: Compte rendu",
            "> Quand viendra-t-il ?",
        ],
    );
    assert_eq!(article.language(), Some("fr"));
}

#[test]
fn thunderbird_answers() {
    // The line above belongs to a mailbox of one mail.
    let reading = super::read(THUNDERBIRD.as_bytes(), &super::Hints::named("Sent"));
    assert_eq!(
        blocks(&reading.articles[0]),
        [
            "= Re: La digue",
            "La digue tiendra jusqu'en octobre, d'après les services.",
            "> Le 02/05/2021 à 18:40, Anne Roche a écrit :",
            "> Et la digue, tiendra-t-elle ?",
            "> Elle a tenu en 2019.",
            "> Oui.",
            "La réponse est oui.",
            "- --",
            "- Jean Morel",
        ]
    );
    assert_eq!(reading.articles[0].source(), Some("Mairie de Valmont"));
}

#[test]
fn apple_mail_hands_on_and_sends_pictures_between_texts() {
    let body = "--Apple-1
Content-Type: text/plain; charset=utf-8

Regarde ceci.

Début du message réexpédié :

De : Paul Leroy <paul@exemple.test>
Objet : Le phare
Date : 2 mai 2021 à 18:40:00 UTC+2
À : Anne Roche <anne@exemple.test>

Le phare est rallumé depuis hier soir, après deux ans de travaux.

--Apple-1
Content-Type: image/jpeg; name=phare.jpg
Content-Disposition: inline; filename=phare.jpg
Content-Transfer-Encoding: base64

/9j/4AAQ
--Apple-1
Content-Type: text/plain; charset=utf-8

Envoyé de mon iPhone
--Apple-1--
";
    check(
        &mail("Subject: Fwd: Le phare\nContent-Type: multipart/mixed; boundary=Apple-1", body),
        &[
            "= Fwd: Le phare",
            "Regarde ceci.",
            "> Début du message réexpédié :",
            "> De : Paul Leroy <paul@exemple.test>\nObjet : Le phare\nDate : 2 mai 2021 à 18:40:00 UTC+2\nÀ : Anne Roche <anne@exemple.test>",
            "Le phare est rallumé depuis hier soir, après deux ans de travaux.",
            "- Envoyé de mon iPhone",
        ],
    );
}

#[test]
fn a_mail_handed_on_by_outlook_is_the_text() {
    let body = "<p>Pour info.</p><div><p><b>De :</b> Paul<br><b>Envoyé :</b> dimanche<br><b>À :</b> Anne<br><b>Objet :</b> Le phare</p></div>\
                <p>Le phare est rallumé.</p>";
    let article = check(
        &mail("Subject: TR: Le phare\nContent-Type: text/html; charset=utf-8", body),
        &[
            "= TR: Le phare",
            "Pour info.",
            "> De : Paul\nEnvoyé : dimanche\nÀ : Anne\nObjet : Le phare",
            "Le phare est rallumé.",
        ],
    );
    assert_eq!(article.author(), Some("Anne Roche"));
}

#[test]
fn what_is_attached_becomes_articles_of_its_own() {
    let body = "--x
Content-Type: text/plain; charset=utf-8

Ci-joint le communiqué.
--x
Content-Type: text/html; charset=utf-8; name=communique.html
Content-Disposition: attachment; filename=communique.html
Content-Transfer-Encoding: base64

PGgxPkxlIHBvcnQgZmVybWU8L2gxPjxwPkxlIHBvcnQgZmVybWUgbHVuZGkuPC9wPg==
--x
Content-Type: message/rfc822

From: Paul Leroy <paul@exemple.test>
Subject: Le quai

Le quai est ouvert.
--x
Content-Type: application/octet-stream; name=IMG_1.JPG
Content-Transfer-Encoding: base64

/9j/4AAQSkZJRgABAQ==
--x
Content-Type: application/pgp-signature; name=signature.asc

-----BEGIN PGP SIGNATURE-----
--x
Content-Type: application/zip; name=photos.zip
Content-Transfer-Encoding: base64

UEsDBAoAAAAAAA==
--x--
";
    let reading = reading(&mail("Subject: Communiqué\nContent-Type: multipart/mixed; boundary=x", body));
    let found: Vec<(&str, Option<&str>)> = reading.articles.iter().map(|a| (a.title(), a.part())).collect();
    assert_eq!(found, [("Communiqué", None), ("Le port ferme", Some("communique.html")), ("Le quai", Some("Le quai"))]);
    assert_eq!(reading.articles[2].author(), Some("Paul Leroy"));
    let problems: Vec<&str> = reading.articles[0].problems().iter().map(crate::document::Problem::message).collect();
    assert!(matches!(problems[..], [only] if only.starts_with("photos.zip: ")), "{problems:?}");
}
