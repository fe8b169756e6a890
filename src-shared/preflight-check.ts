/** How the checks of a preflight are made, so that their list reads like a list. */
import type { PreflightCheck } from './preflight-shape.ts';

export type Checked = Omit<PreflightCheck, 'what'>;

export const passed = (text: string): Checked => ({ verdict: 'passed', text, todo: '', stops: false }); // prettier-ignore

export const warning = (text: string, todo = ''): Checked => ({ verdict: 'warning', text, todo, stops: false }); // prettier-ignore

/** What goes wrong later, or has gone wrong already; beginning works all the same. */
export const failed = (text: string, todo = ''): Checked => ({ verdict: 'failed', text, todo, stops: false }); // prettier-ignore

/** Beginning could not work. */
export const stopping = (text: string, todo = ''): Checked => ({ verdict: 'failed', text, todo, stops: true }); // prettier-ignore

export const untold = (text: string, todo = ''): Checked => ({ verdict: 'untold', text, todo, stops: false }); // prettier-ignore

export const asking = (text: string): Checked => ({ verdict: 'asking', text, todo: '', stops: false }); // prettier-ignore

/** What is null belongs not to this change. */
export function named(what: string, check: Checked | null): readonly PreflightCheck[] {
  return check === null ? [] : [{ what, ...check }];
}
