//! Octets that have names: what command and option codes have in common.

/// Declares a newtype of an octet once: its constants, the table of their
/// names, and the conversions and formats that follow from these.
macro_rules! named_octet {
    (
        $(#[$type_doc:meta])*
        pub struct $type:ident;
        $($(#[$doc:meta])* $name:ident = $code:literal;)*
    ) => {
        $(#[$type_doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(u8);

        impl $type {
            $($(#[$doc])* pub const $name: Self = Self($code);)*

            /// The name, if the code has one.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($code => Some(stringify!($name)),)*
                    _ => None,
                }
            }

            /// The octet on the wire.
            #[inline]
            #[must_use]
            pub const fn code(self) -> u8 {
                self.0
            }
        }

        impl From<u8> for $type {
            #[inline]
            fn from(code: u8) -> Self {
                Self(code)
            }
        }

        impl From<$type> for u8 {
            #[inline]
            fn from(it: $type) -> Self {
                it.0
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(
                &self,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                match self.name() {
                    Some(name) => f.pad(name),
                    None => core::fmt::Display::fmt(&self.0, f),
                }
            }
        }

        impl core::fmt::Debug for $type {
            fn fmt(
                &self,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                core::fmt::Display::fmt(self, f)
            }
        }

        impl core::fmt::LowerHex for $type {
            fn fmt(
                &self,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                core::fmt::LowerHex::fmt(&self.0, f)
            }
        }

        impl core::fmt::UpperHex for $type {
            fn fmt(
                &self,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                core::fmt::UpperHex::fmt(&self.0, f)
            }
        }
    };
}

pub(crate) use named_octet;
