/**
 * Tells each listener. One that throws neither keeps the others from hearing it nor stops what was
 * told: its error surfaces as an unhandled rejection, where the process reports such things.
 */
export function tellAll<Told>(listeners: Iterable<(told: Told) => void>, told: Told): void {
  for (const listener of listeners) {
    try {
      listener(told);
    } catch (error) {
      void Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
