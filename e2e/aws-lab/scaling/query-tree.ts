/** Parameters and answers of the Query protocol as nested data: lists are arrays, everything else is text. */
import { escapeXml } from '../aws-answers.ts';

export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree | undefined };
export type TreeObject = Readonly<Record<string, Tree | undefined>>;

/** `Tags.member.1.Key=Name` -> `{ Tags: [{ Key: 'Name' }] }` */
export function treeOf(params: ReadonlyMap<string, string>): TreeObject {
  interface Branch {
    readonly [name: string]: Branch | string;
  }
  const root: Record<string, unknown> = {};
  for (const [name, value] of params) {
    const path = name.split('.');
    let at = root;
    for (const step of path.slice(0, -1)) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[path.at(-1) ?? ''] = value;
  }
  const asTree = (branch: Branch | string): Tree => {
    if (typeof branch === 'string') return branch;
    const list = branch['member'];
    if (list !== undefined && typeof list !== 'string') {
      return Object.entries(list)
        .sort(([one], [other]) => Number(one) - Number(other))
        .map(([, value]) => asTree(value));
    }
    return Object.fromEntries(Object.entries(branch).map(([key, value]) => [key, asTree(value)]));
  };
  return asTree(root as unknown as Branch) as TreeObject;
}

export function xmlOf(tree: Tree): string {
  if (typeof tree === 'string') return escapeXml(tree);
  if (isList(tree)) return tree.map((item) => `<member>${xmlOf(item)}</member>`).join('');
  return Object.entries(tree)
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${xmlOf(value)}</${name}>`))
    .join('');
}

export function isList(tree: Tree | undefined): tree is readonly Tree[] {
  return Array.isArray(tree);
}

export function textIn(tree: TreeObject, name: string): string | undefined {
  const value = tree[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(tree: TreeObject, name: string): number | undefined {
  const text = textIn(tree, name);
  return text === undefined ? undefined : Number(text);
}

export function textsIn(tree: TreeObject, name: string): readonly string[] {
  const value = tree[name];
  return isList(value) ? value.filter((one) => typeof one === 'string') : [];
}

export function objectsIn(tree: TreeObject, name: string): readonly TreeObject[] {
  const value = tree[name];
  return isList(value) ? value.filter((one): one is TreeObject => isObject(one)) : [];
}

export function objectIn(tree: TreeObject, name: string): TreeObject | undefined {
  const value = tree[name];
  return isObject(value) ? value : undefined;
}

function isObject(value: Tree | undefined): value is TreeObject {
  return typeof value === 'object' && !isList(value);
}
