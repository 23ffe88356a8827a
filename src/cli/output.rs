//! Standard output as the commands see it: a reader that went away is no error, a full disk is.

use std::io::{self, Write};

/// Where findings go.
pub struct Output<'a> {
    writer: &'a mut dyn Write,
    /// Nobody reads any more. The run still goes to its end, so that a gate in a pipe (`kodai check | head`) gives the
    /// same exit status every time.
    closed: bool,
    failed: Option<io::Error>,
}

impl<'a> Output<'a> {
    /// An output over `writer`.
    pub fn new(writer: &'a mut dyn Write) -> Self {
        Self { writer, closed: false, failed: None }
    }

    /// Writes what `write` writes, unless something went wrong before.
    pub fn with(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.closed {
            return;
        }
        if let Err(error) = write(self.writer) {
            self.closed = true;
            if error.kind() != io::ErrorKind::BrokenPipe {
                self.failed = Some(error);
            }
        }
    }

    /// Writes `bytes`.
    pub fn write(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.with(|writer| writer.write_all(bytes));
        }
    }

    /// Hands what was written on to the reader.
    pub fn flush(&mut self) {
        self.with(|writer| writer.flush());
    }

    /// Flushes.
    ///
    /// # Errors
    ///
    /// The first error that was met, other than a reader that went away.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush();
        self.failed.map_or(Ok(()), Err)
    }
}
