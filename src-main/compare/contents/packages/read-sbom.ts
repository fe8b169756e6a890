/** Software bills of materials as JSON: CycloneDX and SPDX. Pure. */
import { packageOfUrl } from './package-url.ts';
import {
  fieldsOf,
  itemsOf,
  mostPackages,
  textOf,
  UnreadableList,
  type Package,
  type PackageList,
} from './package-list.ts';

export function readCycloneDx(json: unknown): PackageList {
  const { specVersion, components } = fieldsOf(json);
  const packages: Package[] = [];
  // Components in components, as deep as somebody made them, so without recursion.
  const todo = [itemsOf(components)];
  for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
    for (const item of one) {
      const component = fieldsOf(item);
      const type = textOf(component['type']);
      const group = textOf(component['group']);
      const name = textOf(component['name']);
      const named = {
        ecosystem: type === '' ? 'component' : type,
        name: group === '' ? name : `${group}/${name}`,
        version: textOf(component['version']),
      };
      const found = withVersion(packageOfUrl(textOf(component['purl'])) ?? named, named.version);
      // Files are told by the comparison of files.
      if (found.name !== '' && type !== 'file') packages.push(found);
      if (packages.length > mostPackages) throw new UnreadableList('has too many components');
      todo.push(itemsOf(component['components']));
    }
  }
  return { format: `CycloneDX ${textOf(specVersion)}`.trim(), covers: 'all', packages };
}

export function readSpdx(json: unknown): PackageList {
  const { spdxVersion, packages } = fieldsOf(json);
  const found = itemsOf(packages).flatMap((item): Package[] => {
    const { name, versionInfo, externalRefs } = fieldsOf(item);
    const url = itemsOf(externalRefs)
      .map(fieldsOf)
      .find(({ referenceType }) => referenceType === 'purl');
    const version = textOf(versionInfo);
    const named = { ecosystem: 'package', name: textOf(name), version };
    const one = withVersion(packageOfUrl(textOf(url?.['referenceLocator'])) ?? named, version);
    return one.name === '' ? [] : [one];
  });
  return { format: textOf(spdxVersion).replace('-', ' '), covers: 'all', packages: found };
}

function withVersion(one: Package, version: string): Package {
  return one.version === '' ? { ...one, version } : one;
}
