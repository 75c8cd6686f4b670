//! `dashproof doctor` on machines that have and lack things.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::folder::{Folder, Ran};

/// A program that prints one line.
fn program(folder: &Folder, name: &str, says: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\necho '{says}'\n")).unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    path
}

fn doctor(folder: &Folder, python: &Path, browser: &Path, driver: &Path) -> Ran {
    let mut command = folder.command(&["doctor"]);
    command.env("DASHPROOF_PYTHON", python).env("DASHPROOF_CHROME", browser);
    Ran::of(command.env("DASHPROOF_CHROMEDRIVER", driver))
}

#[test]
#[cfg(feature = "browser")]
fn what_is_there_is_told_with_its_version_and_place() {
    let folder = Folder::new();
    let python = program(&folder, "python", "4.4.1");
    let browser = program(&folder, "chromium", "Chromium 156.0.1.2");
    let driver = program(&folder, "driver", "ChromeDriver 156.0.3.4 (abc)");
    let ran = doctor(&folder, &python, &browser, &driver);
    let told = &ran.succeeds().stdout;
    for part in ["Chromium 156.0.1.2 (", "both of version 156", "dash     4.4.1", driver.to_str().unwrap()] {
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
}

#[test]
#[cfg(feature = "browser")]
fn a_driver_of_another_version_is_a_problem() {
    let folder = Folder::new();
    let browser = program(&folder, "chromium", "Chromium 156.0.1.2");
    let driver = program(&folder, "driver", "ChromeDriver 155.0.3.4");
    let ran = doctor(&folder, &browser, &browser, &driver);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.stdout.contains("install chromedriver 156"), "{ran:?}");
}

#[test]
fn what_is_missing_is_told_with_what_needs_it_and_what_to_do() {
    let folder = Folder::new();
    let nowhere = folder.path().join("nowhere");
    let ran = doctor(&folder, &nowhere, &nowhere, &nowhere);
    let told = &ran.succeeds().stdout;
    assert!(told.contains("missing  python   needed for apps given as a .py"), "{told}");
    assert!(told.contains("set DASHPROOF_PYTHON"), "{told}");
}
