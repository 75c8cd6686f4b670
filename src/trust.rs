//! Whose certificates are believed of an app that is served over https.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use reqwest::{Certificate, ClientBuilder};
use rustls::CertificateError;
use url::Url;

/// Whose certificates are believed of an app that is served over https.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Trust {
    /// Those that an authority of this system has signed.
    #[default]
    System,
    /// Those too that an authority in this PEM file has signed.
    Authority(PathBuf),
    /// Any. Whoever stands between can then read and change everything, credentials included.
    Anyone,
}

/// Why an app that is served over https can't be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The file of [`Trust::Authority`] is none.
    #[error("can't take certificates from {}: {reason}", path.display())]
    BadAuthority {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The app's certificate is not believed.
    #[error("the certificate of {url} is not trusted: {reason}")]
    Untrusted {
        /// What was visited.
        url: String,
        /// What is wrong with the certificate.
        reason: String,
    },
}

impl Trust {
    /// A client that asks the app with this trust.
    ///
    /// # Errors
    /// [`TrustError::BadAuthority`] when the file can't be read or has no certificate.
    pub(crate) fn apply(&self, client: ClientBuilder) -> Result<ClientBuilder, TrustError> {
        match self {
            Self::System => Ok(client),
            Self::Anyone => Ok(client.tls_danger_accept_invalid_certs(true)),
            Self::Authority(path) => {
                let bad = |reason: String| TrustError::BadAuthority { path: path.clone(), reason };
                let pem = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
                let certificates = Certificate::from_pem_bundle(&pem);
                let certificates = certificates.map_err(|_| bad("it is no PEM file".to_owned()))?;
                if certificates.is_empty() {
                    return Err(bad("it has no certificate in PEM form".to_owned()));
                }
                Ok(client.tls_certs_merge(certificates))
            }
        }
    }
}

impl TrustError {
    /// Whether asking `url` failed for its certificate.
    pub(crate) fn of(url: &Url, error: &reqwest::Error) -> Option<Self> {
        let reason = match certificate_error(error)? {
            CertificateError::UnknownIssuer => "no trusted authority has signed it".to_owned(),
            problem => problem.to_string(),
        };
        Some(Self::Untrusted { url: url.to_string(), reason })
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::BadAuthority { .. } => {
                "name the PEM file of the authority that has signed the app's certificate"
            }
            Self::Untrusted { .. } => {
                "name the authority that has signed it by `--ca FILE` (in a test file `ca: FILE`), \
                 or believe any certificate with `--insecure` (`insecure: true`)"
            }
        }
    }
}

/// The trouble with a certificate, below whatever the layers of a client made of it.
fn certificate_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CertificateError> {
    if let Some(rustls::Error::InvalidCertificate(problem)) = error.downcast_ref() {
        return Some(problem);
    }
    // The source of an I/O error is that of what it wraps, which it leaves out.
    let inner = match error.downcast_ref::<io::Error>() {
        Some(wrapper) => wrapper.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    };
    certificate_error(inner?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_no_authority() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_owned();
        let error = Trust::Authority(path.clone()).apply(reqwest::Client::builder()).unwrap_err();
        assert_eq!(
            error,
            TrustError::BadAuthority { path, reason: "it has no certificate in PEM form".to_owned() }
        );
    }

    #[test]
    fn the_trouble_with_a_certificate_is_found_below_what_wraps_it() {
        let problem = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let wrapped = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, problem));
        assert_eq!(certificate_error(&wrapped), Some(&CertificateError::Expired));
        assert_eq!(certificate_error(&io::Error::other("reset")), None);
    }
}
