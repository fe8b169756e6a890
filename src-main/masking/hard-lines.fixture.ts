/** Lines that are hard to mask: what opens a pattern, again and again, before an end that is none. Test support. */

/** One line each, when repeated. */
const pieces = [
  ...[' ', '\t', 'a', 'A1b', '~', '-', '=', ',', '\\', '\\"', "'", '|', '| ', '/a', '-b', '--a '],
  ...['password=', 'password: ', '"password":"', 'password=x, ', 'token="', 'name=', '"a":', '$1$'],
  ...['://a@', 'a://', 'https://a:b@', '<a>', '<password>x', '--password x ', 'setx TOKEN x '],
  ...['key="token" value=', 'PASSWORD "', 'IDENTIFIED BY ', 'user a password ', 'net user a '],
  ...['curl ', 'curl -u ', 'curl -u a:b ', 'mysql ', 'mysql -pa ', 'docker login ', 'docker login -p '],
  ...['echo ', 'echo a | ', 'echo a | b/', 'echo a | chpasswd ', 'htpasswd ', 'htpasswd -b '],
  ...['eyJ-', 'eyJabcdefgh.', 'eyJabcdefgh.eyJabcdefgh', 'ghp_a', 'glpat-', 'SG.a', 'sk-ssh-', 'Bearer '],
  ...['-----BEGIN ', 'PRIVATE KEY', 'arn:aws:', 'arn:aws', '{ ', '- ', '#', ' #', 'QUJD', '\u2028', '\r'],
]; // prettier-ignore
/** What opens a pattern that then looks for an end in vain, before what it may look through. */
const openings = ['password=', 'name', 'echo ', 'curl -u', 'htpasswd -', '-----BEGIN PRIVATE KEY', 'a: |', 'ConvertTo-SecureString ']; // prettier-ignore
/** Behind it: what shows a pattern at the very end that it was in vain. */
const endings = ['', '!', '/'];
const shapes = [
  ...pieces.flatMap((piece) => endings.map((ending) => ({ opening: '', piece, ending }))),
  ...openings.flatMap((opening) =>
    [' ', '=', ',', '-b', 'PRIVATE KEY'].map((piece) => ({ opening, piece, ending: '!' })),
  ),
];

export const hardLines = shapes.map(({ opening, piece, ending }) => ({
  called: `${opening}${piece}${ending}`,
  of: (length: number): string => {
    const room = length - opening.length - ending.length;
    return opening + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + ending;
  },
}));
