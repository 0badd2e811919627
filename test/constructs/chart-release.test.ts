import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartRelease, releaseVariables, type ChartReleaseProps } from '../../constructs/chart-release.ts';
import { ZoneNamespace } from '../../constructs/zone-namespace.ts';
import { built, chart, identity, platform, source } from './support.ts';

const least: ChartReleaseProps = { name: 'thing', namespace: 'ndc-releases', chart, values: { size: 3 }, source };

describe('ChartRelease', () => {
  it('takes the least: a chart of this repository, which can be applied again after it failed and never makes its namespace', () => {
    const { release, sources } = built((stack) => {
      new ChartRelease(stack, 'release', least);
    });
    expect(release.attributes).toEqual({
      name: 'thing',
      namespace: 'ndc-releases',
      chart: '../../charts/thing-0123456789ab',
      values: ['{"size":3}'],
      skip_crds: true,
      create_namespace: false,
      cleanup_on_fail: true,
      upgrade_install: true,
      max_history: 3,
      timeout: 600,
      wait: '${var.release_wait}',
      disable_webhooks: '${!var.release_hooks}',
    });
    expect(sources[release.address]).toEqual(source);
  });

  it('takes every prop: a chart of the registry by version, its digest in sight', () => {
    const { release } = built((stack) => {
      const namespace = new ZoneNamespace(stack, 'namespace', { platform, identity, source });
      const props: Required<ChartReleaseProps> = {
        name: 'cilium', namespace: 'kube-system', values: {}, source, skipCrds: false, timeout: 900, dependsOn: namespace.ready,
        chart: { kind: 'registry', repository: 'oci://registry.example/charts', chart: 'cilium', version: '1.20.2', digest: 'sha256:abc' },
      };
      new ChartRelease(stack, 'release', props);
    });
    expect(release.attributes).toMatchObject({
      repository: 'oci://registry.example/charts',
      chart: 'cilium',
      version: '1.20.2',
      description: 'chart sha256:abc',
      skip_crds: false,
      timeout: 900,
      depends_on: [expect.stringMatching(/^kubernetes_namespace_v1\.namespace_/)],
    });
  });

  it('keeps its guards when a prop is undefined', () => {
    const { release } = built((stack) => {
      new ChartRelease(stack, 'release', { ...least, skipCrds: undefined, timeout: undefined, dependsOn: undefined });
    });
    expect(release.attributes).toMatchObject({ skip_crds: true, timeout: 600 });
    expect(release.attributes).not.toHaveProperty('depends_on');
  });

  it('waits and runs hooks as the variables of its stack say', () => {
    expect(releaseVariables).toEqual({ wait: 'release_wait', hooks: 'release_hooks' });
  });

  it('has an address that its values and its name do not change', () => {
    const addressOf = (props: ChartReleaseProps) => built((stack) => {
      new ChartRelease(stack, 'release', props);
    }).addresses;
    expect(addressOf({ ...least, name: 'other', values: { size: 4 }, timeout: 1 })).toEqual(addressOf(least));
  });
});

describe('values of a release', () => {
  const written = (values: Readonly<Record<string, unknown>>) => built((stack) => {
    new ChartRelease(stack, 'release', { ...least, values });
  }).release;

  it('are never templates of Terraform', () => {
    const { attributes, values } = written({ script: 'echo ${HOME} %{ if x } $${done} 100% $' });
    expect(attributes['values']).toEqual(['{"script":"echo $${HOME} %%{ if x } $$${done} 100% $"}']);
    expect(values).toEqual({ script: 'echo ${HOME} %{ if x } $${done} 100% $' });
  });

  it('come back as they were, whatever they hold', () => {
    const text = fc.array(fc.constantFrom('$', '{', '%', '}', '"', '\\', '\n', 'a', 'ế', '${', '%{'), { maxLength: 12 }).map((found) => found.join(''));
    fc.assert(fc.property(fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }), (values) => {
      const release = written(values);
      expect(release.values).toEqual(values);
      expect((release.attributes['values'] as string[])[0]).not.toMatch(/(^|[^$])\$\{|(^|[^%])%\{/);
    }), { numRuns: 100 });
  });
});
