/** A Mac hands links over in this way only, also the one that it starts a program for: before there is anybody to hear it. */
export interface MacApp {
  on(
    event: 'open-url',
    listener: (event: { readonly preventDefault: () => void }, url: string) => void,
  ): unknown;
}

export interface MacLinks {
  /** Once windows can be opened. */
  readonly listen: (needs: {
    readonly openWindow: () => void;
    readonly open: (url: string) => void;
  }) => void;
}

export function macLinksOf(app: MacApp): MacLinks {
  let hear: ((url: string) => void) | null = null;
  let early: string | null = null;
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (hear === null) early = url;
    else hear(url);
  });
  return {
    listen: ({ openWindow, open }) => {
      hear = (url) => {
        // A program without a window lives on there: a link that nobody sees leads nowhere.
        openWindow();
        open(url);
      };
      if (early !== null) open(early);
    },
  };
}
