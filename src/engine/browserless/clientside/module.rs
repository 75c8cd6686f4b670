//! JavaScript modules: what they import was fetched before, by its address.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::Declared;
use rquickjs::{Ctx, Error, Module, Result};
use url::Url;

/// The modules that are at hand, and the one that was asked for in vain. Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Modules {
    known: Arc<Mutex<BTreeMap<String, String>>>,
    missing: Arc<Mutex<Option<String>>>,
}

impl Modules {
    /// Keeps a module's source.
    pub(super) fn provide(&self, address: &str, source: &str) {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(address.to_owned(), source.to_owned());
    }

    /// The address of the module that was missing, once.
    pub(super) fn missing(&self) -> Option<String> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Resolver for Modules {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        let relative = name.starts_with(['/', '.']) || Url::parse(name).is_ok();
        let resolved = Url::parse(base).ok().filter(|_| relative).and_then(|base| base.join(name).ok());
        resolved.map(String::from).ok_or_else(|| Error::new_resolving(base, name))
    }
}

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let source = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        let Some(source) = source else {
            *self.missing.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned());
            return Err(Error::new_loading(name));
        };
        Module::declare(ctx.clone(), name, source)
    }
}
