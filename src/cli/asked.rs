//! A query as it is typed on the command line.

use super::messages::Messages;
use super::saved;
use crate::library::saved::SavedFile;
use crate::library::today;
use crate::search::query::Query;

/// Complaints told in full: a query that is one big mistake is not worth more.
const MAX_COMPLAINTS: usize = 5;

/// The query behind what is typed, which may be the `@name` of a saved one; says what is odd about it. `None` when it asks
/// for nothing, which is told.
pub(super) fn query(typed: &str, queries: Option<&SavedFile>, messages: &mut Messages) -> Option<Query> {
    let typed = saved::named(typed, queries, messages)?;
    let query = Query::parse(&typed, today());
    for complaint in query.complaints().iter().take(MAX_COMPLAINTS) {
        messages.point(&complaint.message, &typed, complaint.range.clone());
    }
    if query.is_empty() {
        messages.fail("the query asks for nothing");
        return None;
    }
    Some(query)
}
