/** Law as data: criteria of the levels, zones, requirements, the national lists. Each value with its source and how well it is known. */
import { z } from 'zod';
import { confidence, field, id, level, text } from './scalars.ts';
import { systemKinds } from './system.ts';

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
    applies: field(z.array(z.strictObject({
      kinds: field(z.array(z.enum(systemKinds)).min(1).optional(), 'Kinds of system', 'Loại hệ thống'),
      nationwide: field(z.literal(true).optional(), 'Serves agencies nation-wide, round the clock', 'Phục vụ các cơ quan trên toàn quốc, 24/7'),
      onlineService: field(z.literal(true).optional(), 'Offers a service to people outside the agency', 'Cung cấp dịch vụ trực tuyến cho người ngoài cơ quan'),
      personalData: field(z.strictObject({ kind: z.enum(['basic', 'sensitive']), peopleMin: z.int().min(1) }).optional(), 'Personal data of at least so many people', 'Dữ liệu cá nhân của ít nhất từng ấy người'),
    })).optional(), 'What the catalog can recognize: the criterion is met when one of these fits in all its parts; absent: people must judge', 'Dấu hiệu danh mục nhận biết được: tiêu chí được đáp ứng khi một mục khớp hoàn toàn; không có: con người phải xem xét'),
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
  measures: field(z.array(z.strictObject({
    id: id(),
    names: text(),
    asked: field(z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('law'),
        key: field(z.string().min(3), 'Key of catalog/law/levels.yaml', 'Khóa trong catalog/law/levels.yaml'),
        word: field(z.string().min(3).optional(), 'Word that the value is or holds; absent: the value is true', 'Từ mà giá trị là hoặc có chứa; không có: giá trị là true'),
      }),
      z.strictObject({ by: z.literal('project'), from: field(level(), 'Lowest level', 'Cấp độ thấp nhất'), reason: text() }),
    ]), 'Who asks for it: law, at the levels where levels.yaml says so, or this project', 'Ai yêu cầu: quy định, ở các cấp độ nêu trong levels.yaml, hoặc dự án'),
    built: field(text(), 'What the platform does', 'Nền tảng thực hiện thế nào'),
    by: field(z.string().min(3), 'Where it is made', 'Nơi thực hiện'),
    test: field(z.string().min(3), 'Test that shows it', 'Kiểm thử chứng minh'),
  })), 'What a level adds to the zones of a system', 'Những gì mỗi cấp độ bổ sung cho các vùng của hệ thống'),
  outside: field(z.array(z.strictObject({ lawZone: id(), names: text() })), 'Zones of the law that lie outside the center', 'Các vùng nằm ngoài trung tâm'),
});

export const levels = z.strictObject({
  asOf: z.string().min(4),
  keys: z.array(z.strictObject({ key: z.string().min(3), group: z.string(), type: z.string(), unit: z.string().optional(), meaning: z.string() })),
  overlays: field(z.array(z.strictObject({
    id: id(),
    when: field(z.string().min(3), 'What brings the rule into play', 'Khi nào quy định được áp dụng'),
    levels: field(z.array(level()).min(1).optional(), 'Levels it is for; absent: all', 'Các cấp độ áp dụng; không có: mọi cấp độ'),
    key: z.string().min(3),
    value: lawValue,
    source: z.string().min(3),
    confidence: confidence(),
    note: z.string().optional(),
  })).optional(), 'Rules that come from what a system or a site does, not from the level alone; confidence own: a choice of this project, printed as such', 'Quy định theo hoạt động của hệ thống hoặc trung tâm, không chỉ theo cấp độ; confidence own: lựa chọn của dự án, được ghi rõ'),
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
