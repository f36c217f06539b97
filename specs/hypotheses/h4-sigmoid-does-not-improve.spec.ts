import { sigmoidDoesNotImprove } from '../../src/hypotheses/h4-sigmoid-does-not-improve.ts';
import { judgeHypothesis } from '../support/judge-hypothesis.ts';

judgeHypothesis(sigmoidDoesNotImprove);
