import { createRequire } from 'node:module';
import type { Tree } from '@lezer/common';

/** A grammar of Lezer. */
export interface Grammar {
  parse(text: string): Tree;
}

/** The grammar of a package whose types are for ES modules only, though it can be required. */
export function grammar(name: string): Grammar {
  const { parser } = createRequire(__filename)(name) as { readonly parser: Grammar };
  return parser;
}
