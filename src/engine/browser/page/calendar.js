// Calendars of date pickers: react-dates (dcc 2 and 3) and that of dcc 4. Only one is open at a time, at the field or in a portal.
const CALENDARS = ".dash-datepicker-content, .DayPicker";
const MONTHS_SHOWN = ".dash-datepicker-calendar, .CalendarMonth[data-visible=true] .CalendarMonth_table";
const DAYS_SHOWN = ".dash-datepicker-calendar-date-inside, .CalendarDay:not(.CalendarDay__outside)";
const ARROWS = ".dash-datepicker-month-nav, .DayPickerNavigation_button";

const calendar = () => [...document.querySelectorAll(CALENDARS)].find(visible);

const isCalendarOpen = async () => { await frame(); return Boolean(calendar()); };

// What closes a calendar of react-dates that fills the page: its cross, or what is beside it.
function beside() {
  const portal = calendar()?.closest(".SingleDatePicker_picker__portal, .DateRangePicker_picker__portal");
  if (!portal) return null;
  const cross = portal.querySelector(".SingleDatePicker_closeButton, .DateRangePicker_closeButton");
  return cross ? middle(cross) : { x: place(portal).x + 1, y: place(portal).y + 1 };
}

// The months of tables, counted from year 0. Their headings are in any language and format, but the components that draw them
// know. React's tree is gone through from its root: from an element upwards it may be the one that was drawn before.
function monthsOf(tables) {
  const key = Object.keys(tables[0]).find((name) => /^__react(Fiber|InternalInstance)\$/.test(name));
  let root = tables[0][key];
  while (root?.return) root = root.return;
  const months = new Map();
  const left = root ? [[root.stateNode.current, null]] : [];
  while (left.length) {
    const [drawn, outer] = left.pop();
    const { year, month } = drawn.memoizedProps ?? {};
    const inner = Number.isInteger(month) ? year * 12 + month : month?.isValid?.() ? month.year() * 12 + month.month() : outer;
    if (tables.includes(drawn.stateNode)) months.set(drawn.stateNode, inner);
    if (drawn.sibling) left.push([drawn.sibling, outer]);
    if (drawn.child) left.push([drawn.child, inner]);
  }
  return tables.map((table) => months.get(table) ?? refuse("its calendar does not tell its month"));
}

// The calendar's months once it has come to rest: that of react-dates slides.
async function monthsShown() {
  for (let i = 0; i < 100; i++) {
    const tables = [...(calendar()?.querySelectorAll(MONTHS_SHOWN) ?? [])];
    if (tables.length && !document.querySelector(".CalendarMonthGrid__animating")) return tables;
    await sleep(20);
  }
  return refuse("it opens no calendar that dashproof knows: type its date");
}

// What to click next on the way to a day: an arrow, the list of months or one of them, and at last the day itself; with how
// many months are left to page. Calendars from right to left turn some of their arrows round, which shows when one is used.
async function towards(_locator, date, turned) {
  const [year, month, day] = date.split("-").map(Number);
  const wanted = year * 12 + month - 1;
  const tables = await monthsShown();
  const shown = monthsOf(tables);
  const table = tables[shown.indexOf(wanted)];
  if (table) {
    const cell = () => [...table.querySelectorAll(DAYS_SHOWN)].find((one) => fold(one.innerText) === String(day)) ?? refuse(`its calendar shows no ${date}`);
    if (cell().getAttribute("aria-disabled") === "true") refuse(`${date} is disabled in its calendar`);
    return { left: 0, ...(await ready(cell(), { again: cell })) };
  }
  const left = Math.abs(wanted - shown[0]);
  const onwards = wanted > shown[0];
  const arrow = () => [...calendar().querySelectorAll(ARROWS)].at(onwards !== turned ? -1 : 0);
  if (!arrow().disabled) return { left, ...(await ready(arrow(), { again: arrow })) };
  // An arrow of dcc 4 leads to no month that begins before the first day that is offered: its list does.
  const wrapper = calendar().querySelector(".dash-dropdown-wrapper");
  const trigger = wrapper?.querySelector("button.dash-dropdown") ?? refuse(`its calendar does not go to ${date}`);
  if (trigger.getAttribute("aria-expanded") !== "true") return { left: null, ...(await ready(trigger)) };
  const row = () => document.querySelector(`.dash-dropdown-option[data-option-index="${month - 1}"]`) ?? refuse(`its calendar does not go to ${date}`);
  return { left: null, ...(await ready(row(), { again: row })) };
}
