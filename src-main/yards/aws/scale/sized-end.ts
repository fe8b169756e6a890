import type { BlockOrder } from '../../port.ts';

/** The end of a block that its generation is to be without from then on. */
export type SizedEnd = BlockOrder & { readonly size: number };
