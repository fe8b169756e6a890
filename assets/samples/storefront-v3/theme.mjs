/** Colours and the picture of the campaign. */
const pine = (x, y, size, fill) =>
  `<path d="M${x} ${y - size * 3} l${size} ${size * 1.2} h-${size * 0.4} l${size * 0.8} ${size} h-${size * 0.5} l${size * 0.9} ${size} h-${size * 3.6} l${size * 0.9} -${size} h-${size * 0.5} l${size * 0.8} -${size} h-${size * 0.4}z" fill="${fill}"/>`;

export const theme = {
  accent: '#a8412b',
  accentDark: '#f0947c',
  skyTop: '#4a1d16',
  skyBottom: '#b8644a',
  ink: '#fdf3ef',
  scene: `
    <circle cx="800" cy="84" r="34" fill="#ffe3c9"/>
    <path d="M0 214 Q220 150 460 208 T1000 170 V320 H0Z" fill="#8c4433"/>
    ${pine(620, 262, 26, '#5a241a')}${pine(720, 268, 34, '#4a1c14')}${pine(838, 262, 28, '#5a241a')}${pine(930, 272, 38, '#4a1c14')}
    <path d="M0 268 Q260 224 520 264 T1000 250 V320 H0Z" fill="#f7e8e2"/>
    <path d="M0 292 Q300 262 620 290 T1000 284 V320 H0Z" fill="#fff"/>
    <g fill="#fff"><circle cx="560" cy="70" r="3"/><circle cx="640" cy="130" r="4"/><circle cx="700" cy="60" r="3"/><circle cx="770" cy="150" r="3"/><circle cx="880" cy="120" r="4"/><circle cx="940" cy="60" r="3"/><circle cx="500" cy="140" r="3"/></g>`,
};
