/** The script that PowerShell reads: panka completions powershell | Out-String | Invoke-Expression. */
export const POWERSHELL = String
  .raw`# PowerShell completion of panka: panka completions powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName panka -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.EndOffset -eq $cursorPosition -and $_.ToString() -ne $wordToComplete } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    # An empty word would be lost on its way to a program.
    $current = if ($wordToComplete) { $wordToComplete } else { '""' }
    $paths = ':none'
    panka __complete -- @words $current 2>$null | ForEach-Object {
        if ($_.StartsWith(':')) { $paths = $_; return }
        $value, $about = $_ -split [char]9, 3
        $shown = if ($about) { $about } else { $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $shown)
    }
    if ($paths -ne ':none') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
`;
