/** Colours and the picture of the campaign. */
const pine = (x, y, size, fill) =>
  `<path d="M${x} ${y - size * 3} l${size} ${size * 1.2} h-${size * 0.4} l${size * 0.8} ${size} h-${size * 0.5} l${size * 0.9} ${size} h-${size * 3.6} l${size * 0.9} -${size} h-${size * 0.5} l${size * 0.8} -${size} h-${size * 0.4}z" fill="${fill}"/>`;

export const theme = {
  accent: '#1d7f52',
  accentDark: '#5fd39b',
  skyTop: '#0f3b2e',
  skyBottom: '#4f9b7c',
  ink: '#eefaf3',
  scene: `
    <circle cx="800" cy="84" r="34" fill="#f4fbf7"/>
    <path d="M0 214 Q220 150 460 208 T1000 170 V320 H0Z" fill="#3f8468"/>
    ${pine(620, 262, 26, '#14513a')}${pine(720, 268, 34, '#0f4531')}${pine(838, 262, 28, '#14513a')}${pine(930, 272, 38, '#0f4531')}
    <path d="M0 268 Q260 224 520 264 T1000 250 V320 H0Z" fill="#e8f4ee"/>
    <path d="M0 292 Q300 262 620 290 T1000 284 V320 H0Z" fill="#fff"/>
    <g fill="#fff"><circle cx="560" cy="70" r="3"/><circle cx="640" cy="130" r="4"/><circle cx="700" cy="60" r="3"/><circle cx="770" cy="150" r="3"/><circle cx="880" cy="120" r="4"/><circle cx="940" cy="60" r="3"/><circle cx="500" cy="140" r="3"/></g>`,
};
