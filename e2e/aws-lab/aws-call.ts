/** One request to AWS as it came over the wire: Query protocol (EC2, ELBv2, STS, Auto Scaling), JSON (SSM) or REST (EBS). */
import type { IncomingHttpHeaders } from 'node:http';

export interface AwsCall {
  /** As in the signature's scope: `ec2`, `elasticloadbalancing`, `ssm`, `sts`, `autoscaling`... */
  readonly service: string;
  /** `DescribeRules`, `ModifyRule`... */
  readonly action: string;
  /** Access key id of whoever signed it, so that the product's calls are told from the operator's. */
  readonly caller: string;
  /** Flat, as the Query protocol has them: `Actions.member.1.Type`. Of JSON calls the top-level texts and numbers. */
  readonly params: ReadonlyMap<string, string>;
}

const credential = /Credential=([^/,\s]+)\/\d+\/[^/]*\/([^/]+)\/aws4_request/;
// EC2 is the odd one: a `DryRun` changes nothing, and a call that only reads never begins with one of these.
const mutating =
  /^(?:Accept|Add|Allocate|Assign|Associate|Attach|Authorize|Cancel|Complete|Copy|Create|Delete|Deregister|Detach|Disable|Disassociate|Enable|Execute|Import|Label|Modify|Put|Reboot|Register|Release|Remove|Replace|Request|Reset|Restore|Resume|Revoke|Run|Set|Start|Stop|Suspend|Terminate|Unassign|Unlabel|Update)/;

/** @param line the request's first: of REST, action and what it is about stand there. */
export function readCall(
  headers: IncomingHttpHeaders,
  body: string,
  line: { readonly method: string; readonly url: string } = { method: 'POST', url: '/' },
): AwsCall {
  const [, caller = 'anonymous', scope] = credential.exec(headers.authorization ?? '') ?? [];
  if (scope === 'ebs') return { service: scope, caller, ...snapshotCall(line, body) };
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [family = '', action = ''] = target.split('.');
    const service = scope ?? (family === 'AmazonSSM' ? 'ssm' : family.toLowerCase());
    return { service, action, caller, params: jsonParams(body) };
  }
  const params = new Map(new URLSearchParams(body));
  return { service: scope ?? 'unknown', action: params.get('Action') ?? '', caller, params };
}

/** As IAM's policies name it: not always as the signature does. */
export function iamActionOf({ service, action }: AwsCall): string {
  return `${service === 'monitoring' ? 'cloudwatch' : service}:${action}`;
}

/** Whether it would change something. Asking with DryRun does not. */
export function isMutation(call: AwsCall): boolean {
  return mutating.test(call.action) && call.params.get('DryRun') !== 'true';
}

/** The values of `PREFIX.1`, `PREFIX.2`... or of `PREFIX.member.N`. */
export function listed(call: AwsCall, prefix: string): readonly string[] {
  const place = new RegExp(`^${prefix}\\.(?:member\\.)?(\\d+)$`);
  return [...call.params].filter(([name]) => place.test(name)).map(([, value]) => value);
}

/** `GET /snapshots/snap-1/changedblocks?firstSnapshotId=snap-0` */
function snapshotCall(
  { method, url }: { readonly method: string; readonly url: string },
  body: string,
): Pick<AwsCall, 'action' | 'params'> {
  const { pathname, searchParams } = new URL(url, 'http://ebs');
  const [, , id = '', part = '', block] = pathname.split('/');
  const about = new Map([...searchParams, ['SnapshotId', id]]);
  if (part === 'changedblocks') return { action: 'ListChangedBlocks', params: about };
  if (part === 'blocks' && block === undefined) return { action: 'ListSnapshotBlocks', params: about }; // prettier-ignore
  if (part === 'blocks') {
    const action = method === 'PUT' ? 'PutSnapshotBlock' : 'GetSnapshotBlock';
    return { action, params: about.set('BlockIndex', block ?? '').set('Data', body) };
  }
  return id === 'completion'
    ? { action: 'CompleteSnapshot', params: about.set('SnapshotId', part) }
    : { action: 'StartSnapshot', params: jsonParams(body) };
}

function jsonParams(body: string): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(
      Object.entries(value).map(([name, entry]) => [
        name,
        typeof entry === 'string' ? entry : JSON.stringify(entry),
      ]),
    );
  } catch {
    return new Map();
  }
}
