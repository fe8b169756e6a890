/** Pages of ELBv2's lists. moto ignores PageSize for target groups and listeners, and gives rules in order. */
import { type Answer, escapeXml, resultAnswer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';
import { inside, members, textOf } from '../xml-members.ts';

interface PagedList {
  readonly list: string;
  /** Names an item; moto takes the same marker for the two lists that it pages. */
  readonly id: string;
}

const paged: Readonly<Record<string, PagedList>> = {
  DescribeLoadBalancers: { list: 'LoadBalancers', id: 'LoadBalancerName' },
  DescribeListeners: { list: 'Listeners', id: 'ListenerArn' },
  DescribeRules: { list: 'Rules', id: 'RuleArn' },
  DescribeTargetGroups: { list: 'TargetGroups', id: 'TargetGroupArn' },
};

export function isPaged(call: AwsCall): boolean {
  return call.service === 'elasticloadbalancing' && call.action in paged;
}

/**
 * @param fromMoto its answer to the very question; enough when it holds the whole list
 * @param readOn moto's answer to the same question with these parameters put in place
 * @param order puts the whole list into the order that the caller sees; the same for every page
 */
export async function pageOf(
  call: AwsCall,
  fromMoto: Answer,
  pageSize: number,
  readOn: (change: Readonly<Record<string, string | undefined>>) => Promise<Answer>,
  order: (items: readonly string[]) => readonly string[],
): Promise<Answer | undefined> {
  const kind = paged[call.action];
  if (kind === undefined) return undefined;
  const asksForPage = call.params.has('PageSize') || call.params.has('Marker');
  const isWhole = !asksForPage && textOf(fromMoto.body, 'NextMarker') === undefined;
  const all = await wholeList(kind, isWhole ? () => Promise.resolve(fromMoto) : readOn);
  if (all === undefined) return undefined;
  const items = order(all);
  const size = Number(call.params.get('PageSize') ?? pageSize);
  const from = call.params.get('Marker');
  const start =
    from === undefined ? 0 : items.findIndex((item) => textOf(item, kind.id) === from) + 1;
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const next =
    start + size < items.length && last !== undefined ? textOf(last, kind.id) : undefined;
  return resultAnswer(
    call,
    `<${kind.list}>${page.join('')}</${kind.list}>${next === undefined ? '' : `<NextMarker>${escapeXml(next)}</NextMarker>`}`,
  );
}

async function wholeList(
  kind: PagedList,
  readOn: (change: Readonly<Record<string, string | undefined>>) => Promise<Answer>,
): Promise<readonly string[] | undefined> {
  const all: string[] = [];
  let marker: string | undefined;
  do {
    const answer = await readOn({ PageSize: '400', Marker: marker });
    const list = inside(answer.body, kind.list);
    if (answer.status !== 200 || list === undefined) return undefined;
    all.push(...members(list));
    marker = textOf(answer.body, 'NextMarker');
  } while (marker !== undefined);
  return all;
}
