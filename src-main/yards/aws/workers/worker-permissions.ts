/** What may be done with a fleet without an entry: asked about its own servers. */
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type { Permission } from '../../../../src-shared/permission.ts';
import { rolloutTag, templateIdTag } from '../discover/reading.ts';
import type { Observed } from '../discover/observe.ts';
import { checkPermissions } from '../preflight/check-permissions.ts';
import { permissionGroundOf } from '../preflight/permission-ground.ts';
import type { AwsClients } from '../session/clients.ts';
import type { WorkerGrouping } from './group-workers.ts';

export type CheckWorkerPermissions = (
  grouping: WorkerGrouping,
) => Promise<Result<readonly Permission[]>>;

export function createWorkerPermissions(
  clients: AwsClients,
  last: () => Observed | null,
): CheckWorkerPermissions {
  return async ({ groups }) => {
    const servers = groups.flatMap(({ instances }) => instances);
    const instance =
      servers.find(({ tags }) => tags[templateIdTag] !== undefined) ?? servers[0] ?? null;
    return succeed(
      await checkPermissions(clients, {
        ...permissionGroundOf(last(), null),
        instance,
        ownInstance: servers.find(({ tags }) => tags[rolloutTag] !== undefined) ?? null,
        launchTemplate: instance?.tags[templateIdTag] ?? null,
      }),
    );
  };
}
