// What the engine calls, by name.
Object.defineProperty(window, "dashproofPage", {
  value: {
    annotation, area, attribute, beside, blur, cellField, charts, clicked, component, copied, corner, count, cover, dataPoint, datePoint,
    dates, drawn, dropdownState, enabled, eraser, fileField, filling, focus, gridEditor, hasFocus, held, hovered, idle,
    intercepted, isCalendarOpen, isField, isListed, isOpen, isOutOfSight, isWhole, item, landed, lasso, layout, legendItem, margin,
    menuItem, offered, option, pageKind, point, restyle, rolledUp, rows, seen, setProps, shown,
    sheetCell, sheetEditor, sheetHolds, sheetKeys, sheetOption, sheetPick, sheetSays, sheetTags, sheetTaken, sliderReady, span, still, tab, tablePart, text, thumb, towards, uncover, wholePage,
  },
});
