import { plain } from './wording.ts';

/** Outside text within Markdown: none of it may end a cell, open a tag or call somebody by `@name`. */
export function markdownText(text: string, limit = 500): string {
  return plain(text, limit)
    .replace(/[\\`*_[\]<>|#~]/gu, '\\$&')
    .replace(/@/gu, '@\u200b');
}
