/** The notebook's claim, as this study states it. */
export const claim = 'As a CIFAR-10 CNN gets deeper, ReLU does clearly better than Sigmoid.';
