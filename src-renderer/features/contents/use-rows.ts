/** Rows of a long list, asked for in parts as they come into view and kept until the question is another one. */
import { useEffect, useRef, useState } from 'react';
import type { Fault, Result } from '../../../src-shared/result.ts';

export const rowsAtOnce = 200;

interface Part<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export interface Rows<Row> {
  /** Null while nothing is known of it. */
  readonly total: number | null;
  readonly rowAt: (index: number) => Row | null;
  readonly see: (first: number, last: number) => void;
  readonly fault: Fault | null;
}

interface Known<Row> {
  readonly question: string;
  readonly total: number | null;
  readonly parts: ReadonlyMap<number, readonly Row[]>;
  readonly fault: Fault | null;
}

/**
 * @param question names what is asked; with another one everything is asked anew.
 * @param ask for `rowsAtOnce` rows from a place on.
 */
export function useRows<Row>(
  question: string,
  ask: (from: number) => Promise<Result<Part<Row>>>,
): Rows<Row> {
  const nothing: Known<Row> = { question, total: null, parts: new Map(), fault: null };
  const [known, setKnown] = useState(nothing);
  const latest = useRef({ question, ask, asked: new Set<number>() });
  const fetch = (part: number): void => {
    const about = latest.current;
    if (about.asked.has(part)) return;
    about.asked.add(part);
    void about.ask(part * rowsAtOnce).then((result) => {
      if (latest.current !== about) return;
      setKnown((before) => {
        const base =
          before.question === about.question
            ? before
            : { ...before, question: about.question, total: null, parts: new Map(), fault: null };
        if (!result.ok) return { ...base, fault: result.fault };
        const parts = new Map(base.parts).set(part, result.value.rows);
        return { ...base, total: result.value.total, parts };
      });
    });
  };
  useEffect(() => {
    latest.current = { question, ask, asked: new Set() };
    fetch(0);
    // `ask` is another function each time; the question tells whether it asks something else.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [question]);
  const current = known.question === question ? known : nothing;
  return {
    total: current.total,
    fault: current.fault,
    rowAt: (index) =>
      current.parts.get(Math.floor(index / rowsAtOnce))?.[index % rowsAtOnce] ?? null,
    see: (first, last) => {
      for (let part = Math.floor(first / rowsAtOnce); part * rowsAtOnce <= last; part += 1) {
        fetch(part);
      }
    },
  };
}
