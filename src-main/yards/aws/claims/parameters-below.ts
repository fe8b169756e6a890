/** All parameters of SSM below a path; one call for ten of them, as SSM pages them. */
import { paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import type { AwsClients } from '../session/clients.ts';
import type { ReadParameter } from './claim-records.ts';

/** Rejects as the SDK does. */
export async function parametersBelow(
  ssm: AwsClients['ssm'],
  path: string,
): Promise<readonly ReadParameter[]> {
  const found: ReadParameter[] = [];
  const pages = paginateGetParametersByPath({ client: ssm }, { Path: path, Recursive: true });
  for await (const { Parameters = [] } of pages) {
    for (const { Name = '', Value = '', LastModifiedDate } of Parameters) {
      found.push({ name: Name, value: Value, modifiedAtMs: LastModifiedDate?.getTime() ?? 0 });
    }
  }
  return found;
}
