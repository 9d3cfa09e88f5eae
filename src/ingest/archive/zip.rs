//! ZIP archives, their files in the order of their paths. Office documents and books are ZIP archives too and are not for
//! this reader.

use std::io::Cursor;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Parts;
use crate::document::Problem;
use crate::ingest::source::Source;
use crate::ingest::{Hints, Reading};

/// True for an archive that is not the clothes of another format.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let bytes = source.bytes();
    let clothes = |mark: &[u8]| bytes.get(30..).is_some_and(|rest| rest.starts_with(mark));
    let empty = bytes.starts_with(b"PK\x05\x06");
    let archive = bytes.starts_with(b"PK\x03\x04") && !clothes(b"mimetype") && !clothes(b"[Content_Types].xml");
    (archive || empty).then_some("it begins as a ZIP archive does")
}

/// The articles of all files in it.
pub fn read(source: &Source) -> Reading {
    let mut parts = Parts::of(source);
    let mut archive = match ZipArchive::new(Cursor::new(source.bytes())) {
        Ok(archive) => archive,
        Err(error) => return Reading::nothing(Problem::new(format!("The archive cannot be read: {}", why(&error)))),
    };
    let mut files: Vec<(String, usize)> = Vec::new();
    for at in 0..archive.len() {
        let path = archive.name_for_index(at).and_then(Result::ok).unwrap_or_default().into_owned();
        if Parts::wants(&path) {
            files.push((path, at));
        }
    }
    files.sort();
    for (path, at) in files {
        if !parts.admit() {
            break;
        }
        match archive.by_index(at) {
            Ok(file) => match source.budget().unpack(&path, file) {
                Ok(bytes) => parts.read(&path, &bytes, Hints::default()),
                Err(problem) => parts.tell(problem),
            },
            Err(error) => parts.fail(&path, &why(&error)),
        }
        if source.budget().is_spent() {
            break;
        }
    }
    parts.finish()
}

fn why(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is protected by a password".to_owned(),
        ZipError::UnsupportedArchive(what) => format!("it is packed in a way that is not known here ({what})"),
        ZipError::InvalidArchive(_) | ZipError::FileNotFound => "it is damaged or incomplete".to_owned(),
        other => other.to_string(),
    }
}
