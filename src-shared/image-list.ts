/**
 * What an image consists of, and how its list reads: one JSON array per line, sorted by the bytes of the
 * paths. A yard that gives it away names the image by the SHA-256 of exactly this text.
 */

export type ImageEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly executable: boolean;
      readonly bytes: number;
      /** 64 hexadecimal digits. */
      readonly sha256: string;
    }
  /** Where it leads is only told, never gone to. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/** Without its line end; JSON, so that a line break in a name cannot forge another entry. */
export function lineOfEntry(entry: ImageEntry): string {
  switch (entry.kind) {
    case 'folder':
      return JSON.stringify(['folder', entry.path]);
    case 'file':
      return JSON.stringify([
        entry.executable ? 'program' : 'file',
        entry.path,
        entry.bytes,
        entry.sha256,
      ]);
    case 'link':
      return JSON.stringify(['link', entry.path, entry.target]);
  }
}

/** Throws when the line was not made by `lineOfEntry`. */
export function entryOfLine(line: string): ImageEntry {
  const [kind, path, third, fourth] = JSON.parse(line) as unknown[];
  if (typeof path === 'string') {
    if (kind === 'folder') return { kind, path };
    if (kind === 'link' && typeof third === 'string') return { kind, path, target: third };
    const isFile = kind === 'file' || kind === 'program';
    if (isFile && typeof third === 'number' && typeof fourth === 'string') {
      return {
        kind: 'file',
        path,
        executable: kind === 'program',
        bytes: third,
        sha256: fourth,
      };
    }
  }
  throw new Error('not an entry of an image');
}
