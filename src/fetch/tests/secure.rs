//! Secure connections, with a certificate that only these tests trust.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;

/// For localhost, from 2020 to 2120, signed by itself: `openssl ca -selfsign` on a P-256 key.
const CERTIFICATE: &str = "MIIBVDCB/KADAgECAgECMAoGCCqGSM49BAMCMBAxDjAMBgNVBAMMBWVzc2FpMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAw\
    MDAwWjAQMQ4wDAYDVQQDDAVlc3NhaTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNQGvi3SXzSmxACrOTu9d3Bfb0FTh8Wiq27C\
    U7YOVAK/JLJA9QZmQcY8fMT1nhNiFPjqXo1NFUgOsoEILkYIphKjRTBDMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAMBgNVHRMBAf8E\
    AjAAMB0GA1UdDgQWBBQRpg5evbrdno3lcV73jLnOz0PGADAKBggqhkjOPQQDAgNHADBEAiAn6ul9QgQ+vqHldBqx1AMgpUOlj68H\
    1BtConReTD5ztQIgYQqyY0UxNy44vkqQiPjkP5VS3d/otyCYX/PZXRjwrDs=";

/// The key of that certificate. It guards nothing.
const KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmbYVM7NWwkthp9ZC2Rj1nrGIThU6pHhH3oOsiLktO1ChRANCAATU\
    Br4t0l80psQAqzk7vXdwX29BU4fFoqtuwlO2DlQCvySyQPUGZkHGPHzE9Z4TYhT46l6NTRVIDrKBCC5GCKYS";

fn certificate() -> Vec<u8> {
    BASE64_STANDARD.decode(CERTIFICATE).unwrap()
}

/// Answers one request at a time over TLS, with these headers, until the process ends. The port.
fn serve(head: &'static str) -> u16 {
    let key = PrivatePkcs8KeyDer::from(BASE64_STANDARD.decode(KEY).unwrap());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![CertificateDer::from(certificate())], key.into())
        });
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = BufReader::new(StreamOwned::new(connection, stream));
            let mut line = String::new();
            while stream.read_line(&mut line).is_ok_and(|read| read > 2) {
                line.clear();
            }
            let stream = stream.get_mut();
            let _ =
                write!(stream, "HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{FEED}", FEED.len());
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    port
}

fn trusting(text: &str) -> Result<Fetched, Failure> {
    Client::trusting(patient(), &certificate()).get(&feed(text))
}

#[test]
fn a_server_that_is_vouched_for_is_trusted() {
    let port = serve("200 OK");
    assert_eq!(content(trusting(&format!("localhost:{port}/"))).bytes, FEED.as_bytes());
}

#[test]
fn a_server_that_nobody_vouches_for_is_not() {
    let text = format!("https://127.0.0.1:{}/", serve("200 OK"));
    let failure = get(&text).unwrap_err();
    let why =
        "no secure connection (nobody known vouches for its certificate); do not trust it before this is cleared up";
    assert_eq!(failure.to_string(), format!("{text}: {why}"));
}

#[test]
fn a_certificate_for_another_server_is_none() {
    let text = format!("https://127.0.0.1:{}/", serve("200 OK"));
    assert_eq!(trouble(trusting(&text)), Trouble::Tls("its certificate is for another server".to_owned()));
}

#[test]
fn nothing_leads_from_a_secure_connection_to_one_that_is_not() {
    let port = serve("302 Found\r\nLocation: http://127.0.0.1/rss");
    let downgrade = Trouble::Downgrade(address("http://127.0.0.1/rss"));
    assert_eq!(trouble(trusting(&format!("localhost:{port}/"))), downgrade);
}

#[test]
fn a_server_without_tls_is_no_secure_one() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let text = format!("https://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        // Nothing is closed before the client has read it.
        let _ = io::copy(&mut stream, &mut io::sink());
    });
    assert_eq!(trouble(get(&text)), Trouble::Tls("what answers there does not speak TLS".to_owned()));
}
