/** Work that one window waits for: one at a time, until it is done, stopped or left. */

export interface OneJob {
  /**
   * Ends the one before.
   * @param job a name that the window gives it.
   * @param work told when it is to end.
   */
  readonly run: <Answer>(
    job: string,
    work: (signal: AbortSignal) => Promise<Answer>,
  ) => Promise<Answer>;
  readonly stop: (job: string) => void;
  /** Whichever runs: nobody waits for it any more. */
  readonly end: () => void;
}

export function createOneJob(): OneJob {
  let open: { readonly job: string; readonly stopper: AbortController } | null = null;
  const end = (): void => {
    open?.stopper.abort();
    open = null;
  };
  return {
    run: async (job, work) => {
      end();
      const own = { job, stopper: new AbortController() };
      open = own;
      try {
        return await work(own.stopper.signal);
      } finally {
        if (open === own) open = null;
      }
    },
    stop: (job) => {
      if (open?.job === job) end();
    },
    end,
  };
}
