/** Links that the system hands over. Only told to the window, which leads there; nothing here or there carries anything out. */
import { linkIn, readLink, type OpenedLink } from '../../src-shared/deep-link.ts';

export interface OpenedLinks {
  readonly open: (text: string) => void;
  /** Of a start or a second start; most have none. */
  readonly openIn: (args: readonly string[]) => void;
  /** The window follows now. */
  readonly follow: () => void;
}

/** @param send answers whether a window was there to hear it. */
export function createOpenedLinks(send: (link: OpenedLink) => boolean): OpenedLinks {
  /** The last of them: of two that nobody has seen the first is old. */
  let waiting: OpenedLink | null = null;
  const open = (text: string): void => {
    const link = readLink(text);
    waiting = send(link) ? null : link;
  };
  return {
    open,
    openIn: (args) => {
      const link = linkIn(args);
      if (link !== null) open(link);
    },
    follow: () => {
      if (waiting !== null && send(waiting)) waiting = null;
    },
  };
}
