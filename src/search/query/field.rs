//! The fields of a query: the one table that the parser, the completion, the help and the README read.

/// What a field asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// Who published it.
    Source,
    /// The feed that brought it.
    Feed,
    /// Whatever is called like that.
    Name,
    /// Somebody named in it.
    Person,
    /// An organisation named in it.
    Organisation,
    /// A place named in it.
    Place,
    /// How close those named in it stand together.
    Near,
    /// Its language.
    Language,
    /// A tag that the reader gave it.
    Tag,
    /// What the reader did with it.
    Is,
    /// Published from a date on.
    After,
    /// Published before a date.
    Before,
    /// Published in a day, a month or a year.
    On,
}

/// What stands behind the colon of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Words, as in the text.
    Words,
    /// Somebody's or something's name.
    Name,
    /// The code of a language.
    Language,
    /// A tag.
    Tag,
    /// One of these.
    Choice(&'static [&'static str]),
    /// A day, a month, a year, or how long ago.
    Date,
}

/// A field as it is typed and explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// What it asks about.
    pub field: Field,
    /// What is typed before the colon.
    pub name: &'static str,
    /// What it finds, in one line.
    pub help: &'static str,
    /// A query with it.
    pub example: &'static str,
    /// What stands behind the colon.
    pub value: ValueKind,
}

impl FieldSpec {
    /// The field called `name`; case does not matter.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|spec| spec.name.eq_ignore_ascii_case(name))
    }

    /// The fields whose names start with `typed`; case does not matter.
    pub fn starting_with(typed: &str) -> impl Iterator<Item = &'static Self> {
        let typed = typed.to_lowercase();
        FIELDS.iter().filter(move |spec| spec.name.starts_with(&typed))
    }

    /// The entry of a field.
    #[must_use]
    pub(super) fn of(field: Field) -> &'static Self {
        // A test holds every field to be in the table.
        FIELDS.iter().find(|spec| spec.field == field).unwrap_or(&FIELDS[0])
    }
}

const fn spec(
    field: Field,
    name: &'static str,
    value: ValueKind,
    help: &'static str,
    example: &'static str,
) -> FieldSpec {
    FieldSpec { field, name, help, example, value }
}

/// Every field.
pub const FIELDS: &[FieldSpec] = &[
    spec(Field::Title, "title", ValueKind::Words, "words or a phrase in the title", "title:sanctions"),
    spec(Field::Source, "source", ValueKind::Words, "who published it", "source:\"Le Monde\""),
    spec(
        Field::Feed,
        "feed",
        ValueKind::Words,
        "who published it, by the whole name: what a feed of this name brought",
        "feed:\"Le Monde\"",
    ),
    spec(
        Field::Name,
        "name",
        ValueKind::Name,
        "whoever or whatever goes by it: a person, an organisation, a place, or the very words",
        "name:\"Kim Jong Un\"",
    ),
    spec(
        Field::Person,
        "person",
        ValueKind::Name,
        "somebody it names, under any of their names",
        "person:\"Kim Jong Un\"",
    ),
    spec(Field::Organisation, "org", ValueKind::Name, "an organisation it names", "org:ONU"),
    spec(Field::Place, "place", ValueKind::Name, "a place it names", "place:Vladivostok"),
    spec(
        Field::Near,
        "near",
        ValueKind::Choice(&super::near::UNITS),
        "the names asked for beside it meet in one sentence",
        "near:sentence",
    ),
    spec(Field::Language, "lang", ValueKind::Language, "its language, as a code of two letters", "lang:fr"),
    spec(Field::Tag, "tag", ValueKind::Tag, "a tag you gave it", "tag:enquête"),
    spec(
        Field::Is,
        "is",
        ValueKind::Choice(&super::Flag::NAMES),
        "unread, read, starred, noted, or new since your last visit",
        "is:unread",
    ),
    spec(Field::After, "after", ValueKind::Date, "published on that day or later", "after:2023-09"),
    spec(Field::Before, "before", ValueKind::Date, "published before that day", "before:13/09/2023"),
    spec(Field::On, "on", ValueKind::Date, "published on that day, in that month or year", "on:2023-09"),
];
