/** E6, information: do a fresh Sigmoid network’s features hold less about the classes? */
import { decide } from '../../../judging/decide.ts';
import type { Hypothesis } from '../../../judging/hypothesis.ts';
import type { Evidence } from '../../../records/evidence.ts';
import { above, below } from '../compare.ts';
import { DEEP } from '../contrasts.ts';
import { design } from '../design.ts';
import { readouts } from '../readouts.ts';

const { informationPoints, noInformationPoints } = design.analysis;

export const information: Hypothesis = {
  id: 'E6',
  question:
    'Can a linear readout tell the classes less well from a fresh Sigmoid network’s features, before any training?',
  answers: {
    supported: 'Yes',
    refuted: `No: by less than ${noInformationPoints} point`,
    inconclusive: 'Not decided by this evidence',
  },
  claim: `A linear readout of a fresh deep network’s pooled features is more than ${informationPoints} percentage points better with ReLU than with Sigmoid.`,
  origin:
    'No training is involved: neither gradient nor optimiser can have a part in it. Whatever a readout finds less of, the activation itself does not ' +
    'hand on in a form that a linear head can use. The interval is over weights, for these images.',
  reads:
    'The probe’s readout (`readoutAccuracy`) of deep ReLU and Sigmoid networks with batch norm, paired by the seed of their weights.',
  rule:
    `ReLU − Sigmoid over all seeds of the probe: supported if the one-sided 95 % lower bound lies above ${informationPoints} points, refuted if the ` +
    `upper bound lies below ${noInformationPoints} point.`,
  gate: false,
  status: 'exploratory',
  registered: { date: '2026-11-27', after: 'pilot' },
  judge: (evidence: Evidence) => {
    const claim = {
      label: 'ReLU − Sigmoid, readout',
      arms: ['ReLU (%)', 'Sigmoid (%)'] as const,
      first: readouts(evidence, 'relu', DEEP),
      second: readouts(evidence, 'sigmoid', DEEP),
      margin: informationPoints,
    };
    return decide({
      supports: [above({ ...claim, label: `${claim.label} > ${informationPoints}` })],
      refutes: [
        below({ ...claim, label: `${claim.label} < ${noInformationPoints}`, margin: noInformationPoints }),
      ],
    });
  },
};
