/** Law as data: criteria of the levels, zones, requirements, the national lists. Each value with its source and how well it is known. */
import { z } from 'zod';
import { confidence, field, id, level, text } from './scalars.ts';

const regime = () => z.enum(['decree-331', 'decree-85']);
const lawValue = z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(z.string())]);

export const criteria = z.strictObject({
  criteria: z.array(z.strictObject({
    id: id(),
    level: level(),
    regime: regime(),
    names: text(),
    source: z.string().min(3),
    confidence: confidence(),
  })),
});

export const zones = z.strictObject({
  subzones: field(z.array(z.strictObject({
    id: id(),
    zone: z.enum(['edge', 'app', 'data', 'mgmt']),
    lawZone: field(id(), 'Zone of the law it stands for', 'Vùng mạng trong quy định'),
    names: text(),
  })), 'Sub-zones and the network zone that holds each', 'Vùng con và vùng mạng chứa nó'),
  required: field(z.array(z.strictObject({
    regime: regime(),
    level: level(),
    lawZones: field(z.array(id()).nullable(), 'Zones a system must have at least; null: the text names none', 'Các vùng tối thiểu; null: văn bản không nêu'),
    source: z.string().min(3),
    confidence: confidence(),
  })), 'Least zones by level', 'Các vùng tối thiểu theo cấp độ'),
  outside: field(z.array(z.strictObject({ lawZone: id(), names: text() })), 'Zones of the law that lie outside the center', 'Các vùng nằm ngoài trung tâm'),
});

export const levels = z.strictObject({
  asOf: z.string().min(4),
  keys: z.array(z.strictObject({ key: z.string().min(3), group: z.string(), type: z.string(), unit: z.string().optional(), meaning: z.string() })),
  profiles: z.array(z.strictObject({
    id: regime(),
    names: text(),
    status: z.string(),
    instruments: z.array(z.string()),
    levels: z.array(z.strictObject({
      level: level(),
      requirements: z.record(z.string(), z.strictObject({
        value: lawValue,
        source: z.string(),
        confidence: confidence(),
        whyNull: field(z.enum(['not-stated', 'not-read', 'not-applicable']).optional(), 'Why there is no value', 'Vì sao không có giá trị'),
        note: z.string().optional(),
      })),
    })),
  })),
});

export const nationalSystems = z.strictObject({
  asOf: z.string().min(4),
  systems: z.array(z.strictObject({
    number: z.int().min(1),
    id: id(),
    group: id(),
    names: text(),
    nameStatus: z.enum(['official', 'descriptive']),
    lead: id(),
    leadStatus: z.enum(['seen', 'inferred']),
    requirement: z.string(),
    deadline: z.string().nullable(),
    outcome: z.string().optional(),
    infra: z.string(),
    source: z.array(z.string()),
  })),
});

export const databaseLists = z.strictObject({
  lists: z.array(z.strictObject({
    id: field(z.stringFormat('law-key', /^[a-z][a-z0-9_]*$/), 'Key used by databases', 'Khóa dùng trong cơ sở dữ liệu'),
    what: z.string(),
    names: text(),
    deadline: z.string().nullable(),
    entriesExpected: z.int().nullable(),
    entriesHere: z.int(),
    note: z.string().optional(),
    sources: z.array(z.string()),
  })),
});

export type Criteria = z.output<typeof criteria>;
export type Zones = z.output<typeof zones>;
export type Levels = z.output<typeof levels>;
export type NationalSystems = z.output<typeof nationalSystems>;
export type DatabaseLists = z.output<typeof databaseLists>;
export type Regime = Criteria['criteria'][number]['regime'];
export type LawValue = z.output<typeof lawValue>;
