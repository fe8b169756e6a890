/** What was typed into the marker form, what is wrong with it, and what it amounts to. Pure. */
import { asGenerationId, type GenerationId } from '../../../src-shared/ids.ts';
import { markerDeclarationSchema, type MarkerDeclaration } from '../../../src-shared/marker.ts';

export interface MarkerDraft {
  readonly kind: MarkerDeclaration['kind'];
  /** Header name, members of the JSON body, or the text before the value. */
  readonly main: string;
  /** The text after the value; empty: the end of the line. */
  readonly after: string;
  readonly path: string;
  /** Empty: the load balancer's own name. */
  readonly host: string;
  /** By generation. Empty: one of the names that it has anyway. */
  readonly values: ReadonlyMap<GenerationId, string>;
  /** Declared values without a field here: a second one, or of a generation that is not shown. */
  readonly others: readonly MeantValue[];
}

export interface MeantValue {
  readonly value: string;
  readonly generation: GenerationId;
}

/** @param shown generations that have a field for their value. */
export function draftOf(marker: MarkerDeclaration, shown: readonly GenerationId[]): MarkerDraft {
  const none = { main: '', after: '', path: '/', host: '' };
  const declared = marker.kind === 'none' ? {} : marker.meaning;
  const meant = Object.entries(declared).map(([value, generation]) => ({
    value,
    generation: asGenerationId(generation),
  }));
  const firsts = new Map(
    shown.map((id) => [id, meant.find(({ generation }) => generation === id)?.value ?? '']),
  );
  const others = meant.filter(({ value, generation }) => firsts.get(generation) !== value);
  const values = { values: firsts, others };
  if (marker.kind === 'none') return { ...none, ...values, kind: 'none' };
  const asking = { path: marker.path, host: marker.host ?? '', ...values };
  switch (marker.kind) {
    case 'header':
      return { ...none, ...asking, kind: 'header', main: marker.name };
    case 'json':
      return { ...none, ...asking, kind: 'json', main: marker.member };
    case 'text':
      return { ...asking, kind: 'text', main: marker.before, after: marker.after };
  }
}

export interface MarkerErrors {
  readonly main?: string;
  readonly after?: string;
  readonly path?: string;
  readonly host?: string;
  readonly values: ReadonlyMap<GenerationId, string>;
}

/** One sentence for each field that is filled in wrongly. What is still empty is no mistake yet. */
export function markerErrors(
  draft: MarkerDraft,
  nameOf: (id: GenerationId) => string,
): MarkerErrors {
  if (draft.kind === 'none') return { values: new Map() };
  const main = draft.main === '' ? undefined : mainError(draft);
  const after = draft.after.length > 200 ? 'At most 200 characters.' : undefined;
  const path = pathError(draft.path.trim());
  const host = draft.host.trim();
  const isHost = host === '' || /^[A-Za-z0-9.-]{1,253}$/u.test(host);
  return {
    ...(main === undefined ? {} : { main }),
    ...(after === undefined ? {} : { after }),
    ...(path === undefined ? {} : { path }),
    ...(isHost ? {} : { host: 'A name like shop.example.com: no http://, no port, no path.' }),
    values: valueErrors(draft, nameOf),
  };
}

function mainError({ kind, main }: MarkerDraft): string | undefined {
  switch (kind) {
    case 'header':
      return /^[A-Za-z0-9-]{1,100}$/u.test(main.trim())
        ? undefined
        : 'Letters, digits and dashes, like x-app-version.';
    case 'json':
      return /^[^.]+(?:\.[^.]+)*$/u.test(main.trim()) && main.trim().length <= 200
        ? undefined
        : 'Names with one dot between them, like build.version.';
    case 'text':
      return main.length <= 200 ? undefined : 'At most 200 characters.';
    case 'none':
      return undefined;
  }
}

function pathError(path: string): string | undefined {
  if (path === '' || /^\/[\x21-\x7e]{0,500}$/u.test(path)) return undefined;
  return /^[a-z]+:\/\//iu.test(path)
    ? 'The path alone, like /version: the rest of the address is known.'
    : 'A path that begins with / and has no spaces, like /version.';
}

/** One value cannot mean two generations. */
function valueErrors(
  { values, others }: MarkerDraft,
  nameOf: (id: GenerationId) => string,
): ReadonlyMap<GenerationId, string> {
  const errors = new Map<GenerationId, string>();
  const meant = [...others, ...meantIn(values)];
  for (const { value, generation } of meantIn(values)) {
    const rival = meant.find((one) => one.value === value && one.generation !== generation);
    if (value.length > 300) errors.set(generation, 'At most 300 characters.');
    else if (rival !== undefined)
      errors.set(generation, `${nameOf(rival.generation)} has this value too.`);
  }
  return errors;
}

function meantIn(values: MarkerDraft['values']): readonly MeantValue[] {
  return [...values]
    .map(([generation, value]) => ({ generation, value: value.trim() }))
    .filter(({ value }) => value !== '');
}

/** Null while it is not complete or something in it is wrong. */
export function markerOf(draft: MarkerDraft): MarkerDeclaration | null {
  const { values, ...errors } = markerErrors(draft, String);
  if (Object.keys(errors).length > 0 || values.size > 0) return null;
  const meant = [...draft.others, ...meantIn(draft.values)];
  const asking = {
    path: draft.path.trim() === '' ? '/' : draft.path.trim(),
    host: draft.host.trim() === '' ? null : draft.host.trim(),
    meaning: Object.fromEntries(meant.map(({ value, generation }) => [value, generation])),
  };
  const main = draft.main.trim();
  const candidate = ((): unknown => {
    switch (draft.kind) {
      case 'none':
        return { kind: 'none' };
      case 'header':
        return { kind: 'header', name: main, ...asking };
      case 'json':
        return { kind: 'json', member: main, ...asking };
      case 'text':
        return { kind: 'text', before: draft.main, after: draft.after, ...asking };
    }
  })();
  const parsed = markerDeclarationSchema.safeParse(candidate);
  return parsed.success ? parsed.data : null;
}
