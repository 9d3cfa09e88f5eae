//! Many mails in one file: mailboxes, archives of lists, digests.

use super::{Format, HEADER, Hints, blocks, mail, read, reading};

pub const DIGEST: &str = "From: debats-request@listes.test
To: debats@listes.test
Subject: Debats Digest, Vol 12, Issue 3
Message-ID: <mailman.1.debats@listes.test>
Date: Mon, 03 May 2021 12:00:03 +0200
MIME-Version: 1.0
List-Id: =?utf-8?Q?Les_d=C3=A9bats?= <debats.listes.test>
Content-Type: multipart/mixed; boundary=\"===============12==\"

--===============12==
Content-Type: text/plain; charset=\"utf-8\"
Content-Description: Debats Digest, Vol 12, Issue 3

Send Debats mailing list submissions to
\tdebats@listes.test

--===============12==
Content-Type: multipart/digest; boundary=\"===============34==\"

--===============34==
Content-Type: message/rfc822

From: Anne Roche <anne@exemple.test>
Subject: La digue
Date: Sun, 2 May 2021 18:40:00 +0200
Message-ID: <d1@exemple.test>

La digue tiendra.
--===============34==

From: Paul Leroy <paul@exemple.test>
Subject: Re: La digue
Date: Sun, 2 May 2021 19:00:00 +0200

> La digue tiendra.
Jusqu'à quand ?
--===============34==--

--===============12==
Content-Type: text/plain; charset=\"utf-8\"
Content-Description: Digest Footer

_______________________________________________
Debats mailing list
--===============12==--
";

fn titles(bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let reading = read(bytes, &Hints::named("INBOX"));
    assert_eq!(reading.format, Some(Format::Mailbox));
    reading.articles.iter().map(|a| (a.title().to_owned(), a.part().map(str::to_owned))).collect()
}

#[test]
fn a_mailbox_is_one_article_a_mail() {
    let second = format!("{}Subject: Deux\r\n\r\n>From ici, on voit le port.\r\n", HEADER.replace("CAF+1", "CAF+2"));
    let third = "From: Paul <paul@exemple.test>\nSubject: Trois\n\nCoup";
    let mailbox = [
        b"From - Mon May 03 10:12:05 2021\r\n".as_slice(),
        &mail("Subject: Un", "Le premier.\n"),
        b"\r\nFrom - Mon May 03 10:13:05 2021\r\n",
        second.as_bytes(),
        b"From - Mon May 03 10:14:05 2021\n",
        third.as_bytes(),
    ]
    .concat();
    let expected = [("Un", "CAF+1@mail.exemple.test"), ("Deux", "CAF+2@mail.exemple.test"), ("Trois", "mail 3")];
    assert_eq!(titles(&mailbox), expected.map(|(title, part)| (title.to_owned(), Some(part.to_owned()))));
    let reading = read(&mailbox, &Hints::named("INBOX"));
    assert_eq!(blocks(&reading.articles[1]), ["= Deux", "From ici, on voit le port."]);
}

#[test]
fn archives_of_lists_are_mailboxes() {
    let archive = "From anne at exemple.test  Sun May  2 18:40:00 2021
From: anne at exemple.test (Anne Roche)
Date: Sun, 2 May 2021 18:40:00 +0200
Subject: [Debats] La digue
Message-ID: <d1@exemple.test>

La digue tiendra.

From paul at exemple.test  Sun May  2 19:00:00 2021
From: paul at exemple.test (Paul Leroy)
Date: Sun, 2 May 2021 19:00:00 +0200
Subject: [Debats] La digue
In-Reply-To: <d1@exemple.test>
Message-ID: <d2@exemple.test>

Jusqu'à quand ?
-------------- next part --------------
An HTML attachment was scrubbed...
";
    let reading = read(archive.as_bytes(), &Hints::named("2021-May.txt"));
    let authors: Vec<Option<&str>> = reading.articles.iter().map(crate::document::Article::author).collect();
    assert_eq!(authors, [Some("Anne Roche"), Some("Paul Leroy")]);
}

#[test]
fn a_damaged_mail_is_told_and_the_others_hold() {
    let line = "From a@b.test Mon May  3 10:12:05 2021\n";
    let mailbox = format!(
        "{line}From: a@b.test\nSubject: Un\n\nUn.\n\n{line}>From a@b.test hier\n\n{line}From: a@b.test\nSubject: Trois\n\nTrois.\n"
    );
    let reading = read(mailbox.as_bytes(), &Hints::named("INBOX"));
    assert_eq!(reading.articles.iter().map(crate::document::Article::title).collect::<Vec<_>>(), ["Un", "Trois"]);
    assert!(reading.problems[0].message().starts_with("mail 2: "), "{:?}", reading.problems);
}

#[test]
fn a_digest_gives_its_mails() {
    let reading = reading(DIGEST.as_bytes());
    let found: Vec<(&str, Option<&str>, Option<&str>)> =
        reading.articles.iter().map(|a| (a.title(), a.author(), a.part())).collect();
    assert_eq!(
        found,
        [
            ("Debats Digest, Vol 12, Issue 3", Some("debats-request@listes.test"), None),
            ("La digue", Some("Anne Roche"), Some("La digue")),
            ("Re: La digue", Some("Paul Leroy"), Some("Re: La digue")),
        ]
    );
    assert_eq!(reading.articles[0].source(), Some("Les débats"));
    assert_eq!(blocks(&reading.articles[2]), ["= Re: La digue", "> La digue tiendra.", "Jusqu'à quand ?"]);
}

#[test]
fn a_digest_without_parts_gives_its_mails_too() {
    let (long, short) = ("-".repeat(70), "-".repeat(30));
    let body = format!(
        "Today's Topics:\n\n   1. La digue (Anne Roche)\n\n\n{long}\n\nMessage: 1\nDate: Sun, 2 May 2021 18:40:00 +0200\n\
         From: Anne Roche <anne@exemple.test>\nSubject: La digue\n\nLa digue tiendra.\n\n\n{short}\n\nSubject: Digest Footer\n\n\
         _______________________________________________\nDebats mailing list\n\n{short}\n\nEnd of Debats Digest, Vol 12\n"
    );
    let reading = reading(&mail("Subject: Debats Digest, Vol 12\nList-Id: Debats <debats.listes.test>", &body));
    let titles: Vec<&str> = reading.articles.iter().map(crate::document::Article::title).collect();
    assert_eq!(titles, ["Debats Digest, Vol 12", "La digue"]);
    assert_eq!(blocks(&reading.articles[1]), ["= La digue", "La digue tiendra."]);
    assert_eq!(reading.articles[1].published().unwrap().to_string(), "2021-05-02T18:40:00+02:00");
}
