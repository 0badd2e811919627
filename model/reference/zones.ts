/** `docs/zones-by-level.md`: what each level asks of the zones of a system, and what the platform builds for it. */
import { addedBy, zoneProfile, type ProfileZone } from '../derive/zone-profile.ts';
import type { Estate } from '../estate.ts';
import type { Text } from '../finding.ts';
import type { Regime } from '../schema/law.ts';

const both = ({ en, vi }: Text) => `${en}<br>*${vi}*`;

const zoneCell = (zones: readonly ProfileZone[]) => zones.map(({ lawZone, subzones }) => `${lawZone}: ${subzones.map(({ id, zone }) => `\`${id}\` (${zone})`).join(', ') || 'none'}`).join('<br>') || '–';

function levelsOf(estate: Estate, regime: Regime): string[] {
  return [1, 2, 3, 4, 5].map((level) => {
    const { zones, source } = zoneProfile(estate, regime, level);
    const added = addedBy(estate, regime, level);
    const measures = added.measures.map(({ measure, source: article, own }) => `${measure.names.en}<br>*${measure.names.vi}*<br>${own ? 'our choice · lựa chọn của dự án' : article}`).join('<br><br>') || '–';
    return `| ${level} | ${zones?.length ?? '?'} | ${zoneCell(added.zones)} | ${source ?? 'no row of law/zones.yaml'} | ${measures} |`;
  });
}

export function zonesPage(estate: Estate): string {
  const { measures, subzones, outside } = estate.law.zones;
  return `${[
    '# Zones by level · Vùng mạng theo cấp độ',
    '',
    'Made by `npm run generate` from catalog/law/zones.yaml and catalog/law/levels.yaml; do not edit. How zones are enforced: [zones.md](zones.md).',
    '',
    '*Sinh từ catalog/law/zones.yaml và catalog/law/levels.yaml bằng `npm run generate`; không sửa tay.*',
    '',
    '## Zones of the law and sub-zones · Vùng trong quy định và vùng con',
    '',
    'A sub-zone is a namespace of its own in each system that has it. The mapping is our reading.',
    '',
    '| Zone of the law · Vùng trong quy định | Sub-zone · Vùng con | Network zone · Vùng mạng | Name · Tên |',
    '|---|---|---|---|',
    ...subzones.map(({ id, lawZone, zone, names }) => `| ${lawZone} | \`${id}\` | ${zone} | ${both(names)} |`),
    ...outside.map(({ lawZone, names }) => `| ${lawZone} | outside the center · ngoài trung tâm | – | ${both(names)} |`),
    '',
    ...estate.law.levels.profiles.flatMap(({ id, names }) => [
      `## ${names.en} · ${names.vi}`,
      '',
      '| Level · Cấp độ | Zones · Số vùng | Adds the zones · Thêm vùng | Article · Căn cứ | Adds the measures · Thêm biện pháp |',
      '|---|---|---|---|---|',
      ...levelsOf(estate, id),
      '',
    ]),
    '## Measures · Biện pháp',
    '',
    '| Measure · Biện pháp | What the platform does · Nền tảng thực hiện | Made in · Nơi thực hiện | Shown by · Kiểm thử |',
    '|---|---|---|---|',
    ...measures.map(({ names, built, by, test }) => `| ${both(names)} | ${both(built)} | \`${by}\` | \`${test}\` |`),
  ].join('\n')}\n`;
}
