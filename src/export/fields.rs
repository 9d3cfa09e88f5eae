//! What each field of an export holds: for the help, the README and the first rows of tables.

/// The fields of one kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Of what.
    pub of: &'static str,
    /// Each with what it holds, in their order.
    pub fields: &'static [(&'static str, &'static str)],
}

/// Of every export, in the order of the help.
pub const RECORDS: &[Fields] = &[
    ARTICLE,
    ARTICLE_ROW,
    MENTION_ROW,
    ENTITY_ROW,
    COMPANION_ROW,
    NOTES,
    BRAT,
    GEXF,
    FTM_ARTICLE,
    FTM_MENTION,
    FTM_ENTITY,
];

pub(super) const ARTICLE: Fields = Fields {
    of: "jsonl: an object an article",
    fields: &[
        ("path", "its file as you named it, - for standard input"),
        ("part", "which part of its file it is: a path in an archive, the id of a mail; null where it is the whole"),
        ("title", "its title, or one made of its first words"),
        ("source", "who published it; null where that is not known, as in the next four"),
        ("author", "who wrote it"),
        ("address", "where it stands on the web"),
        ("published", "its date: 2023-09-13 or 2023-09-13T08:30:00+02:00"),
        ("language", "its language, two letters of ISO 639-1"),
        ("text", "all of it; every position below is a byte of this in UTF-8"),
        ("blocks", "its paragraphs and the like, in order"),
        ("blocks.kind", "title, heading, paragraph, list-item, quotation, preformatted, caption or furniture"),
        ("blocks.start, blocks.end", "where it stands in text, from the first byte to the one behind the last"),
        ("mentions", "who is named where, in order; of somebody followed only theirs"),
        ("mentions.start, mentions.end", "where in text"),
        ("mentions.text", "the name as it is written there"),
        ("mentions.kind", "person, organisation or place"),
        ("mentions.entity", "whom it names: the same for every mention of one, and no other's"),
        ("problems", "what could not be read of it, a sentence each"),
    ],
};

pub(super) const ARTICLE_ROW: Fields = Fields {
    of: "csv --what articles: a row an article",
    fields: &[
        ("path", "its file as you named it"),
        ("part", "which part of its file it is, as in jsonl"),
        ("title", "its title"),
        ("source", "who published it"),
        ("author", "who wrote it"),
        ("address", "where it stands on the web"),
        ("published", "its date, as in jsonl"),
        ("language", "two letters of ISO 639-1"),
        ("words", "how many words it has, without what is hidden"),
        ("mentions", "how many names stand in it; of somebody followed only theirs"),
        ("read", "yes when you read it"),
        ("starred", "yes when you starred it"),
        ("tags", "your tags, commas between them"),
        ("notes", "your notes, | between them"),
        ("problems", "what could not be read of it, | between them"),
    ],
};

pub(super) const MENTION_ROW: Fields = Fields {
    of: "csv --what mentions: a row a mention, of somebody followed only theirs",
    fields: &[
        ("path", "the file of its article"),
        ("title", "the title of its article"),
        ("published", "the date of its article"),
        ("source", "who published its article"),
        ("entity_id", "whom it names: the same id in every export in which the name is the same"),
        ("entity", "the name that no other bears in this export"),
        ("kind", "person, organisation or place"),
        ("form", "the name as it is written there"),
        ("start", "its first byte in the text as jsonl has it"),
        ("end", "the byte behind its last"),
        ("sentence", "the sentence in which it stands"),
    ],
};

pub(super) const ENTITY_ROW: Fields = Fields {
    of: "csv --what entities: a row a person, an organisation or a place, the most named first",
    fields: &[
        ("id", "the same in every export in which the name is the same"),
        ("name", "the name that no other bears in this export"),
        ("kind", "person, organisation or place"),
        ("mentions", "how often the view names it"),
        ("articles", "how many articles of the view do"),
        ("forms", "every way in which the view writes it, the most frequent first, | between them"),
    ],
};

pub(super) const COMPANION_ROW: Fields = Fields {
    of: "csv --what companions: a row a pair, of the --top most named, in the articles that name the one followed if somebody is",
    fields: &[
        ("id_a", "one of them, as in entities"),
        ("name_a", "the name of that one"),
        ("kind_a", "person, organisation or place"),
        ("id_b", "the other"),
        ("name_b", "the name of the other"),
        ("kind_b", "what the other is"),
        ("articles", "how many articles name both"),
        ("sentences", "how many sentences name both"),
    ],
};

const NOTES: Fields = Fields {
    of: "markdown: reading notes",
    fields: &[
        ("# Reading notes", "how many articles, the query, the filter, the one followed"),
        ("## title", "an article, behind a ★ when you starred it"),
        ("- Source, Author, Address, Date, File, Part, Tags", "what is known of it, and your tags"),
        ("> note", "your notes on all of it"),
        ("paragraphs", "the sentences that name the one followed, the name in bold, each with your notes on it below"),
        ("the last paragraphs", "other sentences on which you wrote a note, its words in bold"),
    ],
};

const BRAT: Fields = Fields {
    of: "brat: a folder",
    fields: &[
        ("annotation.conf", "the kinds: Person, Organisation, Place; and Equiv"),
        ("000001-title.txt", "the text of an article, in the order of the view"),
        ("000001-title.ann", "its annotations"),
        ("T1 Person 3 9 Kim", "a mention: kind, first character and the one behind the last in the .txt, as written"),
        ("#1 AnnotatorNotes T1", "whom it names, and the id of that one as in entities"),
        ("* Equiv T1 T2", "mentions of one in the same article"),
    ],
};

const GEXF: Fields = Fields {
    of: "gexf: a graph of the --top most named, in the articles that name the one followed if somebody is",
    fields: &[
        ("node id, label", "id and name of an entity, as in entities"),
        ("node kind", "person, organisation or place"),
        ("node mentions, articles", "how often it is named, in how many articles"),
        ("edge weight, articles", "how many articles name both"),
        ("edge sentences", "how many sentences name both"),
    ],
};

const FTM_ARTICLE: Fields = Fields {
    of: "ftm: an Article",
    fields: &[
        ("id", "the same in every export from the same path"),
        ("title, author", "as in csv"),
        ("fileName", "its path"),
        ("publisher", "who published it"),
        ("sourceUrl", "where it stands on the web"),
        ("publishedAt", "its date; an instant is in UTC"),
        ("language", "three letters of ISO 639-3"),
        ("locationMentioned", "the places it names"),
    ],
};

const FTM_MENTION: Fields = Fields {
    of: "ftm: a Mention of a person or an organisation in an article",
    fields: &[
        ("document", "the id of the article"),
        ("resolved", "the id of the person or organisation"),
        ("name", "every way in which the article writes the name"),
        ("detectedSchema", "Person or Organization"),
    ],
};

const FTM_ENTITY: Fields = Fields {
    of: "ftm: a Person, an Organization, or an Address for a place",
    fields: &[
        ("id", "kiosque- and the id as in entities"),
        ("name", "the name that no other bears in this export; an Address has it under full as well"),
        ("alias", "every other way in which the view writes it"),
    ],
};
