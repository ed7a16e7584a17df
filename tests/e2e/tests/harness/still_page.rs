//! A server with one page, so that the harness can be proven without the program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use anyhow::Result;

/// A page on loopback; its thread ends with the test's process.
pub(crate) struct StillPage {
    /// `http://127.0.0.1:PORT`
    pub(crate) address: String,
    /// The header lines of every request for the page, as they came.
    pub(crate) requests: Receiver<Vec<String>>,
}

impl StillPage {
    /// Answers every request for `/` with this body in a complete page; everything else is not found.
    pub(crate) fn serve(body: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = format!("http://{}", listener.local_addr()?);
        let (sender, requests) = channel();
        let page = format!(
            "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>試し</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\"></head>\
             <body>{body}</body></html>"
        );
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let Ok(head) = read_head(&stream) else { continue };
                let found = head.first().is_some_and(|line| line.starts_with("GET / "));
                let _test_has_ended = if found { sender.send(head) } else { Ok(()) };
                let answer = if found { ("200 OK", page.as_str()) } else { ("404 Not Found", "") };
                let _browser_has_left = write_answer(stream, answer);
            }
        });
        Ok(Self { address, requests })
    }
}

fn read_head(stream: &TcpStream) -> Result<Vec<String>> {
    let lines = BufReader::new(stream).lines();
    let head: std::io::Result<Vec<String>> =
        lines.take_while(|line| line.as_ref().is_ok_and(|text| !text.is_empty())).collect();
    Ok(head?)
}

fn write_answer(mut stream: TcpStream, (status, body): (&str, &str)) -> Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )?;
    Ok(stream.flush()?)
}
