namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov,
        Formula formula)
    {
        if (velocity is not null)
            Share(
                new SgdWork<TLanes, TVector>(
                    (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)velocity, learningRate, momentum, nesterov, formula),
                parameters);
        else if (((CpuBuffer)gradient).State.Waiting is WaitingGradient<TLanes, TVector> waiting && waiting.IsOf(parameters, gradient))
            waiting.Descend(-(float)learningRate);
        else AddScaled(parameters, gradient, -learningRate, parameters);
    }

    public void LeaveToDescent(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer samples)
    {
        ((CpuBuffer)gradient).State.Waiting ??= new WaitingGradient<TLanes, TVector>((CpuBuffer)parameters, (CpuBuffer)gradient);
        ((CpuBuffer)samples).State.StaysUntilDescent = true;
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula) =>
        Share(
            new RmsPropWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)velocity, (CpuBuffer?)momentumBuffer, (CpuBuffer?)average, learningRate,
                rho, momentum, epsilon, formula),
            parameters);

    public void Adagrad(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulator, double learningRate, double epsilon, Formula formula) =>
        Share(
            new AdagradWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)accumulator, learningRate, epsilon, formula),
            parameters);

    public void Adadelta(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulatedGradient, TensorBuffer accumulatedStep, double learningRate,
        double rho, double epsilon) =>
        Share(
            new AdadeltaWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)accumulatedGradient, (CpuBuffer)accumulatedStep, learningRate, rho, epsilon),
            parameters);

    public void Adam(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer velocity, TensorBuffer? maximum,
        double momentRate, double gradientRate, double beta1, double beta2, double epsilon) =>
        Share(
            new AdamWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)momentum, (CpuBuffer)velocity, (CpuBuffer?)maximum, momentRate,
                gradientRate, beta1, beta2, epsilon),
            parameters);

    public void Adamax(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer norm, double rate, double beta1, double beta2,
        double epsilon, Formula formula) =>
        Share(
            new AdamaxWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)momentum, (CpuBuffer)norm, rate, beta1, beta2, epsilon, formula),
            parameters);

    public void Lion(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, double learningRate, double beta1, double beta2) =>
        Share(
            new LionWork<TLanes, TVector>((CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)momentum, learningRate, beta1, beta2),
            parameters);
}
