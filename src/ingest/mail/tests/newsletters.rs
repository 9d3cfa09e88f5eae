//! Newsletters: Mailchimp, Substack, Brevo, and the plain parts that are not worth reading.

use super::{check, mail};

pub const MAILCHIMP: &str = "Return-Path: <bounce-mc.us1@mcsv.test>
From: =?utf-8?Q?Le_Phare?= <lettre@phare.test>
Reply-To: <lettre@phare.test>
To: <jean@exemple.test>
Date: Sat, 8 May 2021 06:00:03 +0000
Message-ID: <4821.2021050806@mail.mcsv.test>
X-Mailer: Mailchimp Mailer - **CID**
List-ID: 4821mc list <4821.us1.list-id.mcsv.test>
List-Unsubscribe: <https://phare.test/u?id=1>
Subject: =?utf-8?Q?La_lettre_du_samedi?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=\"_----------=_MCPart_1\"

--_----------=_MCPart_1
Content-Type: text/plain; charset=\"utf-8\"

Voir cette lettre dans votre navigateur (https://phare.test/c?u=a8&id=7)

https://phare.test/track/click?u=a8&id=71&e=1
https://phare.test/track/click?u=a8&id=72&e=1
** Le pont rouvre
--_----------=_MCPart_1
Content-Type: text/html; charset=\"utf-8\"

<!doctype html><html><head><title>*|MC:SUBJECT|*</title><style>body{margin:0}</style></head><body>
<!--[if !gte mso 9]><!----><span class=\"mcnPreviewText\" style=\"display:none; font-size:0px; visibility:hidden;\">Le pont rouvre, le port ferme.</span><!--<![endif]-->
<center><table id=\"bodyTable\" width=\"100%\"><tr><td id=\"templatePreheader\"><table><tr><td class=\"mcnTextContent\">
<a href=\"https://phare.test/c?u=a8&id=7\" target=\"_blank\">Voir cet e-mail dans votre navigateur</a></td></tr></table></td></tr>
<tr><td id=\"templateBody\"><table><tr><td class=\"mcnTextContent\"><h1>La lettre du samedi</h1>
<h2><a href=\"https://phare.test/pont\">Le pont rouvre</a></h2>
<p>Après deux ans de travaux, le pont de Valmont est rendu aux voitures ce matin.</p>
<p><a href=\"https://phare.test/pont\">Lire la suite</a></p></td></tr>
<tr><td style=\"font-size:22px; font-weight:bold\"><a href=\"https://phare.test/port\">Le port ferme</a></td></tr>
<tr><td>Les pêcheurs n'y croyaient plus&nbsp;: le port fermera lundi pour un mois.</td></tr></table></td></tr>
<tr><td id=\"templateFooter\"><table><tr><td><a href=\"https://twitter.test/phare\">Twitter</a> <a href=\"https://facebook.test/phare\">Facebook</a></td></tr>
<tr><td class=\"mcnTextContent\"><em>Copyright © 2021 Le Phare, tous droits réservés.</em><br><br>
<strong>Notre adresse postale :</strong><br>Le Phare, 3 quai des Brumes, Valmont<br><br>
Vous souhaitez changer de réglages ?<br>Vous pouvez <a href=\"https://phare.test/u\">vous désabonner</a>.</td></tr></table></td></tr></table></center>
<img src=\"https://phare.test/track/open.php?u=a8\" height=\"1\" width=\"1\" alt=\"\"></body></html>
--_----------=_MCPart_1--
";

pub const SUBSTACK: &str = "Received: by sendgrid.test; Sun, 9 May 2021 05:31:02 +0000
From: Anne Roche from Carnets du Nord <carnets@substack.test>
To: jean@exemple.test
Subject: Why the ferry stays
Date: Sun, 09 May 2021 05:31:00 +0000 (UTC)
List-Id: Carnets du Nord <carnets.substack.test>
List-Unsubscribe: <https://carnets.substack.test/action/disable>
Archived-At: <https://carnets.substack.test/p/ferry>
Message-ID: <20210509.ferry@mg.substack.test>
Mime-Version: 1.0
Content-Type: multipart/alternative; boundary=sub1

--sub1
Content-Type: text/plain; charset=utf-8

View this post on the web at https://carnets.substack.test/p/ferry

The ferry stays [ https://substack.test/redirect/abc ] for another year.

Unsubscribe https://substack.test/redirect/2/eyJl
--sub1
Content-Type: text/html; charset=utf-8

<html><body><div class=\"preview\" style=\"display:none;font-size:1px;max-height:0\">One more year &#847; &#847;&#8199;</div>
<table><tr><td><div class=\"email-body\"><h1 class=\"post-title\"><a href=\"https://carnets.substack.test/p/ferry\">Why the ferry stays</a></h1>
<h3 class=\"subtitle\">A council changes its mind</h3>
<div class=\"body markup\"><p>The ferry stays for another year, the council said on Friday night after four hours of talk.</p>
<blockquote><p>Nobody wanted to be the one who sold it.</p></blockquote>
<ul><li><p>It sails twice a day.</p></li></ul></div>
<div class=\"footer\"><p>© 2021 Anne Roche<br>548 Market Street<br><a href=\"https://substack.test/u\">Unsubscribe</a></p></div></div></td></tr></table></body></html>
--sub1--
";

#[test]
fn mailchimp_sends_teasers() {
    let article = check(
        MAILCHIMP.as_bytes(),
        &[
            "= La lettre du samedi",
            "- Le pont rouvre, le port ferme.",
            "- Voir cet e-mail dans votre navigateur",
            "- La lettre du samedi",
            "# Le pont rouvre",
            "Après deux ans de travaux, le pont de Valmont est rendu aux voitures ce matin.",
            "- Lire la suite",
            "# Le port ferme",
            "Les pêcheurs n'y croyaient plus\u{a0}: le port fermera lundi pour un mois.",
            "- Twitter Facebook",
            "- Copyright © 2021 Le Phare, tous droits réservés.",
            "- Notre adresse postale :\nLe Phare, 3 quai des Brumes, Valmont",
            "- Vous souhaitez changer de réglages ?\nVous pouvez vous désabonner.",
        ],
    );
    assert_eq!((article.source(), article.address()), (Some("Le Phare"), Some("https://phare.test/c?u=a8&id=7")));
    assert_eq!(article.links().iter().filter(|link| link.url == "https://phare.test/pont").count(), 2);
}

#[test]
fn substack_sends_an_article() {
    let article = check(
        SUBSTACK.as_bytes(),
        &[
            "= Why the ferry stays",
            "- One more year",
            "- Why the ferry stays",
            "# A council changes its mind",
            "The ferry stays for another year, the council said on Friday night after four hours of talk.",
            "> Nobody wanted to be the one who sold it.",
            "* • It sails twice a day.",
            "- © 2021 Anne Roche\n548 Market Street\nUnsubscribe",
        ],
    );
    assert_eq!((article.author(), article.source()), (Some("Anne Roche"), Some("Carnets du Nord")));
    assert_eq!((article.language(), article.address()), (Some("en"), Some("https://carnets.substack.test/p/ferry")));
}

#[test]
fn brevo_and_german_services_wrap_what_they_send() {
    let body = "<table><tr><td><p style='font-size:11px'>Si cet e-mail ne s'affiche pas correctement, <a href='https://r.b.test/mk/mr/1'>cliquez ici</a></p></td></tr>\
        <tr><td><p style='font-size:26px'>Conseil municipal</p><p>Le budget a été voté hier soir à une large majorité.</p></td></tr>\
        <tr><td><p>Mairie de Valmont</p><p>1 place du Marché, 29000, Valmont</p><p>Cet e-mail a été envoyé à jean@exemple.test</p>\
        <p>Vous l'avez reçu car vous êtes inscrit.</p><p><a href='https://r.b.test/un'>Se désinscrire</a></p></td></tr></table>";
    let fields = "Subject: Le budget\nList-Unsubscribe: <https://r.b.test/un>\nContent-Type: text/html; charset=utf-8";
    let article = check(
        &mail(fields, body),
        &[
            "= Le budget",
            "- Si cet e-mail ne s'affiche pas correctement, cliquez ici",
            "# Conseil municipal",
            "Le budget a été voté hier soir à une large majorité.",
            "Mairie de Valmont",
            "1 place du Marché, 29000, Valmont",
            "- Cet e-mail a été envoyé à jean@exemple.test",
            "- Vous l'avez reçu car vous êtes inscrit.",
            "- Se désinscrire",
        ],
    );
    assert_eq!(article.address(), Some("https://r.b.test/mk/mr/1"));
    let body = "<p>Wird diese E-Mail nicht korrekt angezeigt? <a href='https://d.test/o'>Im Browser öffnen</a></p>\
                <h2>Die Brücke ist offen</h2><p>Nach zwei Jahren fahren wieder Autos.</p><p>Vom Newsletter <a href='https://d.test/u'>abmelden</a></p>";
    let article = check(
        &mail(&fields.replace("Le budget", "Brief"), body),
        &[
            "= Brief",
            "- Wird diese E-Mail nicht korrekt angezeigt? Im Browser öffnen",
            "# Die Brücke ist offen",
            "Nach zwei Jahren fahren wieder Autos.",
            "- Vom Newsletter abmelden",
        ],
    );
    assert_eq!(article.address(), Some("https://d.test/o"));
}

#[test]
fn the_form_that_reads_better_is_chosen() {
    /// A mail of two forms and the first text that is read.
    #[track_caller]
    fn check(plain: &str, html: &str, expected: &str) {
        let body = format!(
            "--x\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--x\nContent-Type: text/html; charset=utf-8\n\n{html}\n--x--\n"
        );
        let reading = super::reading(&mail("Subject: a\nContent-Type: multipart/alternative; boundary=x", &body));
        let article = &reading.articles[0];
        let first = article.visible_blocks().nth(1).map(|block| block.span.of(article.text()));
        assert_eq!(first, Some(expected));
    }
    let text =
        "Le pont de Valmont est rendu aux voitures depuis ce matin, après deux ans de travaux et bien des retards.";
    check("Votre messagerie ne prend pas en charge le HTML.", &format!("<p>{text}</p>"), text);
    check(
        "https://b.test/1?aaaaaaaaaaaa\nhttps://b.test/2?bbbbbbbbbb\nun deux trois",
        "<p>un deux trois</p>",
        "un deux trois",
    );
    check(text, "<a href='https://b.test'><img src='lettre.png' alt=''></a>", text);
    check(text, "<p>Une image</p>", text);
    check(
        text,
        "<p>Le pont de Valmont est rendu aux <b>voitures</b> depuis ce matin, après deux ans de travaux et bien des retards.</p>",
        text,
    );
    check("", &format!("<p>{text}</p>"), text);
}

#[test]
fn a_newsletter_that_can_be_left_at_the_top_is_read() {
    let fields = "Subject: a\nList-Unsubscribe: <https://b.test/un>\nContent-Type: text/plain; charset=utf-8";
    let body = "Se désabonner : https://b.test/un\n\nLe pont de Valmont est rendu aux voitures depuis ce matin.\n\n\
                Le port ferme lundi pour un mois.\n\nVous recevez ce message car vous êtes inscrit.\n\n3 quai des Brumes, Valmont";
    check(
        &mail(fields, body),
        &[
            "= a",
            "- Se désabonner : https://b.test/un",
            "Le pont de Valmont est rendu aux voitures depuis ce matin.",
            "Le port ferme lundi pour un mois.",
            "- Vous recevez ce message car vous êtes inscrit.",
            "- 3 quai des Brumes, Valmont",
        ],
    );
}
