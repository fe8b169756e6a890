/** Colours and the picture of the campaign. */
export const theme = {
  accent: '#1f6fb2',
  accentDark: '#6db7f2',
  skyTop: '#12395e',
  skyBottom: '#5fa3d4',
  ink: '#eaf4fc',
  scene: `
    <circle cx="780" cy="112" r="46" fill="#ffd9a0"/>
    <path d="M0 210 Q160 168 330 200 T660 190 T1000 176 V320 H0Z" fill="#2d6a99"/>
    <path d="M0 246 Q200 214 420 242 T820 232 T1000 240 V320 H0Z" fill="#1d5280"/>
    <path d="M0 284 q25 -10 50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 t50 0 V320 H0Z" fill="#123d63"/>
    <path d="M640 250 h96 l-16 26 h-66z" fill="#0d2b47"/>
    <path d="M684 248 V152 l44 88z" fill="#f3f7fb"/>
    <path d="M678 248 V176 l-30 64z" fill="#c9dded"/>`,
};
