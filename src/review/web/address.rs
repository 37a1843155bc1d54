//! Where the server listens: in, an address or a name; out, a listener, the names it may be called by,
//! and the links of the reviewers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};

use tokio::net::TcpListener;

use super::{Link, tokens::Seat};
use crate::{Error, Result};

/// The port where none is asked for; a free one where it is taken.
const PORT: u16 = 7410;

/// An address to listen on, by the name that was asked for.
#[derive(Clone, Debug)]
pub struct Address {
    name: String,
    ip: IpAddr,
}

impl Address {
    /// Looks a name up; an address is its own.
    ///
    /// # Errors
    /// When there is no such address.
    pub fn find(name: &str) -> Result<Address> {
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let failed = |cause: String| Error::new(format!("cannot listen on {name}: {cause}"));
        let ip = match bare.parse() {
            Ok(ip) => ip,
            Err(_) => {
                let mut found = (bare, 0).to_socket_addrs().map_err(|e| failed(e.to_string()))?;
                found.next().ok_or_else(|| failed("no such address".to_owned()))?.ip()
            }
        };
        Ok(Address { name: bare.to_owned(), ip })
    }

    /// Only this machine reaches it.
    pub fn is_local(&self) -> bool {
        self.ip.is_loopback()
    }

    /// All addresses of the machine.
    pub fn is_any(&self) -> bool {
        self.ip.is_unspecified()
    }

    /// Listens; where no port is asked for and the usual one is taken, on a free one.
    ///
    /// # Errors
    /// When the port is taken or may not be used.
    pub async fn listen(&self, port: Option<u16>) -> Result<TcpListener> {
        let at = |port| SocketAddr::new(self.ip, port);
        if port.is_none()
            && let Ok(listener) = TcpListener::bind(at(PORT)).await
        {
            return Ok(listener);
        }
        let wanted = at(port.unwrap_or(0));
        let failed = |error| Error::caused(format!("cannot listen on {wanted}"), error);
        TcpListener::bind(wanted).await.map_err(failed)
    }

    /// What Host may say.
    pub fn hosts(&self) -> Vec<String> {
        let mut hosts = vec![self.name.clone(), self.ip.to_string()];
        if self.is_local() || self.is_any() {
            hosts.push("localhost".to_owned());
        }
        hosts
    }

    /// The links of these seats.
    pub fn links(&self, port: u16, seats: &[Seat]) -> Vec<Link> {
        let host = if self.is_any() { own_address(self.ip).to_string() } else { self.name.clone() };
        let host = if host.contains(':') { format!("[{host}]") } else { host };
        let link = |seat: &Seat| Link {
            reviewer: seat.reviewer.clone(),
            address: format!("http://{host}:{port}/?token={}", seat.token),
        };
        seats.iter().map(link).collect()
    }
}

/// The address by which others reach this machine: that of the way out. Nothing is sent.
fn own_address(any: IpAddr) -> IpAddr {
    let (own, far, local): (IpAddr, IpAddr, IpAddr) = match any {
        IpAddr::V4(ip) => {
            (ip.into(), Ipv4Addr::new(192, 0, 2, 1).into(), Ipv4Addr::LOCALHOST.into())
        }
        IpAddr::V6(ip) => (
            ip.into(),
            Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
            Ipv6Addr::LOCALHOST.into(),
        ),
    };
    let ask = || {
        let socket = UdpSocket::bind((own, 0))?;
        socket.connect((far, 9))?;
        socket.local_addr()
    };
    ask().map_or(local, |address| address.ip())
}
