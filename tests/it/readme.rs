//! The example of the README, word for word.

use dashproof::app::{App, AppSpec, Launch};
use dashproof::{Action, Locator, Property, Session, Visit};

#[tokio::test]
async fn the_region_filters_the_revenue() -> Result<(), Box<dyn std::error::Error>> {
    // Or sales.py, module:app, a command, a URL.
    let app = App::launch(&"demo".parse::<AppSpec>()?, &Launch::default()).await?;
    let mut session = Session::open(app.url(), &Visit::default()).await?;
    session.act(&Action::parse("select #region EMEA")?).await?;
    let revenue = session.read(&Locator::from("#kpi-revenue"), &Property::Text).await?;
    assert_eq!(revenue, "$1,257,239");
    dashproof::assert_values_snapshot!(session);
    Ok(())
}
