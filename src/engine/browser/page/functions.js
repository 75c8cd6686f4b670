// What the engine calls, by name.
Object.defineProperty(window, "dashproofPage", {
  value: {
    annotation, area, attribute, beside, blur, cellField, clicked, commitsLate, component, copied, corner, count, cover, dataPoint, datePoint,
    dates, drawn, dropdownState, enabled, eraser, fieldPoint, fileField, focus, gridEditor, hasFocus, held, hovered, idle,
    intercepted, isCalendarOpen, isField, isListed, isOpen, isOutOfSight, isWhole, item, lasso, layout, legendItem, margin,
    menuItem, offered, one, option, pageKind, pick, point, restyle, rolledUp, rows, searchTrigger, seen, setProps, shown,
    sliderReady, span, still, tab, tablePart, thumb, towards, uncover, wholePage,
  },
});
