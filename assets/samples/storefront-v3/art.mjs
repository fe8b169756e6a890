/** One line drawing per kind of item, 64 x 64, drawn in the current colour. */
const drawings = {
  coat: '<path d="M24 12 L14 20 10 40 18 42 20 30 V54 H44 V30 L46 42 54 40 50 20 40 12 Q32 20 24 12Z M32 20 V54 M38 40 h4 M22 40 h4"/>',
  boots: '<path d="M18 10 H30 V36 L44 42 Q48 44 48 50 V54 H18Z M18 46 H48 M22 18 h4"/>',
  lamp: '<path d="M24 10 h16 M32 10 V16 M22 24 Q22 16 32 16 T42 24 V46 H22Z M18 54 H46 L42 46 H22Z M32 26 q6 8 0 14 q-6 -6 0 -14"/>',
  pack: '<path d="M20 22 Q20 12 32 12 T44 22 V54 H20Z M20 26 H44 M26 36 H38 V46 H26Z M26 12 V8 H38 V12 M20 30 h-6 v14 h6 M44 30 h6 v14 h-6"/>',
  mug: '<path d="M16 20 H42 V44 Q42 52 34 52 H24 Q16 52 16 44Z M42 26 h6 q6 0 6 7 t-6 7 h-6 M22 12 q4 -3 0 -6 M32 12 q4 -3 0 -6"/>',
  blanket:
    '<path d="M12 22 L46 14 54 26 V46 L20 54 12 42Z M12 32 L20 44 54 36 M20 54 V34 L12 22 M20 34 L54 26"/>',
  hat: '<path d="M16 42 Q16 20 32 20 T48 42 M12 42 H52 V52 H12Z M32 20 a4 4 0 1 1 .1 0 M24 42 v10 M32 42 v10 M40 42 v10"/>',
};

export function drawingOf(name) {
  return `<svg viewBox="0 0 64 64" width="64" height="64" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">${drawings[name] ?? ''}</svg>`;
}
