/** What the page and its worker say to each other: plain values. */
import type { Run } from '../../src/study.ts';
import type { Epoch } from '../../src/training/epoch.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';

/** A run to train, whole or its first steps. */
export interface TrainingTask {
  readonly kind: 'train';
  readonly study: string;
  /** Within its scale. */
  readonly name: string;
  readonly run: Run;
  readonly settings: RunSettings;
  /** Of the record that it is compared with; part of a record's digest. */
  readonly fingerprint: object;
  /** To stop after, or undefined for the whole run. */
  readonly steps: number | undefined;
}

/** Parts of records to compute again. */
export interface AuditTask {
  readonly kind: 'audit';
  /** Networks by the texts of their records, each with indices of test images. */
  readonly networks: readonly { readonly record: string; readonly images: readonly number[] }[];
  readonly prefixes: readonly { readonly record: string; readonly steps: number }[];
}

/** Training images with one label changed, offered to a run's settings. */
export interface LabelTask {
  readonly kind: 'label';
  readonly settings: RunSettings;
  readonly image: number;
}

export type Request =
  | TrainingTask
  | AuditTask
  | LabelTask
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

export type Answer =
  /** What is being fetched; `total` is 0 where the server does not say. */
  | { readonly kind: 'loading'; readonly what: string; readonly bytes: number; readonly total: number }
  | { readonly kind: 'step'; readonly step: number; readonly loss: number }
  | { readonly kind: 'epoch'; readonly epoch: number; readonly figures: Epoch }
  | { readonly kind: 'link'; readonly step: number; readonly digest: string }
  /** Digests of a whole run's weights and record; undefined after a prefix. */
  | { readonly kind: 'ended'; readonly weights: string | undefined; readonly record: string | undefined }
  /** One part of an audit: nothing amiss, or what differs. */
  | { readonly kind: 'checked'; readonly name: string; readonly what: string; readonly difference: string }
  /** A sentence that says what went wrong, and one that says what to do. */
  | { readonly kind: 'failed'; readonly problem: string; readonly remedy: string };
